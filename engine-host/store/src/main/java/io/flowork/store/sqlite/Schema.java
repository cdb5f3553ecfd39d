package io.flowork.store.sqlite;

import java.util.List;
import java.util.stream.Stream;

/**
 * The tables, as numbered migrations: number n makes version n of version n - 1. A recording has the first ones, and since its
 * version 2 states on the way.
 *
 * <p>Each index costs a page in every commit, so an entry's key is its branch and number in one integer, and runs are
 * listed in the order they were stored.
 */
final class Schema {
    /** "Flow": what a store's header says it is. */
    static final int STORE = 0x466c_6f77;

    /** "Flwr": what a recording's header says it is. */
    static final int RECORDING = 0x466c_7772;

    static final int RECORDING_VERSION = 2;

    static final List<String> TABLES = List.of("""
            CREATE TABLE program (
              hash TEXT NOT NULL PRIMARY KEY,
              namespace TEXT NOT NULL,
              name TEXT NOT NULL,
              version TEXT NOT NULL,
              format TEXT NOT NULL,
              text TEXT NOT NULL
            )""", """
            CREATE TABLE run (
              no INTEGER PRIMARY KEY,
              id TEXT NOT NULL UNIQUE,
              program TEXT NOT NULL REFERENCES program (hash),
              status TEXT NOT NULL,
              semantics INTEGER NOT NULL,
              created INTEGER NOT NULL,
              started INTEGER,
              ended INTEGER,
              parent_run TEXT,
              parent_key TEXT,
              input BLOB NOT NULL,
              input_level INTEGER NOT NULL,
              output BLOB,
              output_level INTEGER,
              error BLOB,
              error_level INTEGER
            )""", """
            CREATE TABLE branch (
              no INTEGER PRIMARY KEY,
              run INTEGER NOT NULL REFERENCES run (no),
              number INTEGER NOT NULL,
              parent INTEGER,
              parent_seq INTEGER,
              next INTEGER NOT NULL DEFAULT 0,
              UNIQUE (run, number)
            )""", """
            CREATE TABLE event (
              key INTEGER NOT NULL PRIMARY KEY,
              branch INTEGER GENERATED ALWAYS AS (key >> 32) VIRTUAL,
              seq INTEGER GENERATED ALWAYS AS (key & 4294967295) VIRTUAL,
              t INTEGER NOT NULL,
              time INTEGER NOT NULL,
              kind TEXT NOT NULL,
              state_hash INTEGER NOT NULL,
              payload BLOB,
              payload_level INTEGER NOT NULL,
              salt BLOB,
              commitment BLOB,
              chain BLOB NOT NULL
            )""", """
            CREATE TABLE chunk (
              hash BLOB NOT NULL PRIMARY KEY,
              bytes BLOB NOT NULL
            )""");

    /** The tables of recordings, by their version. */
    static final List<List<String>> RECORDINGS = List.of(TABLES, concat(TABLES, List.of("""
            CREATE TABLE snapshot (
              branch INTEGER NOT NULL REFERENCES branch (no),
              seq INTEGER NOT NULL,
              t INTEGER NOT NULL,
              state BLOB NOT NULL,
              state_level INTEGER NOT NULL,
              state_hash INTEGER NOT NULL,
              UNIQUE (branch, seq, t)
            )""")));

    private static final List<String> STORE_ONLY =
            List.of("""
            CREATE TABLE snapshot (
              branch INTEGER NOT NULL REFERENCES branch (no),
              seq INTEGER NOT NULL,
              t INTEGER NOT NULL,
              state BLOB NOT NULL,
              state_level INTEGER NOT NULL,
              state_hash INTEGER NOT NULL,
              UNIQUE (branch, seq)
            )""", "CREATE INDEX run_parent ON run (parent_run) WHERE parent_run IS NOT NULL");

    /** The runs that have not ended, by a condition that is word for word the index's. */
    static final String UNFINISHED = "status IN ('pending', 'running', 'suspended', 'waiting')";

    /** Deployed workflows, and what goes on after a restart: by number, so that it changes only when a run comes or ends. */
    private static final List<String> DEPLOYMENT =
            List.of("""
            CREATE TABLE workflow (
              namespace TEXT NOT NULL,
              name TEXT NOT NULL,
              version TEXT NOT NULL,
              program TEXT NOT NULL REFERENCES program (hash),
              deployed INTEGER NOT NULL,
              PRIMARY KEY (namespace, name, version)
            ) WITHOUT ROWID""", "CREATE INDEX run_unfinished ON run (no) WHERE " + UNFINISHED);

    /** How far the schedules of deployed workflows are, and where events are sent. */
    private static final List<String> SCHEDULES = List.of("""
            CREATE TABLE schedule (
              namespace TEXT NOT NULL,
              name TEXT NOT NULL,
              kind TEXT NOT NULL,
              spec TEXT NOT NULL,
              next INTEGER,
              last INTEGER,
              run TEXT,
              state BLOB,
              PRIMARY KEY (namespace, name, kind)
            ) WITHOUT ROWID""", """
            CREATE TABLE webhook (
              id TEXT NOT NULL PRIMARY KEY,
              url TEXT NOT NULL,
              types TEXT NOT NULL,
              secret TEXT,
              created INTEGER NOT NULL
            ) WITHOUT ROWID""");

    /** What removed runs leave: chunks to look for, and where payloads in chunks are, so that looking takes no long. */
    private static final List<String> RETENTION = List.of(
            """
            CREATE TABLE condemned (
              no INTEGER PRIMARY KEY AUTOINCREMENT,
              hash BLOB NOT NULL UNIQUE
            )""",
            "CREATE INDEX event_chunked ON event (key) WHERE payload_level > 0",
            "CREATE INDEX snapshot_chunked ON snapshot (branch, seq) WHERE state_level > 0",
            "CREATE INDEX run_input_chunked ON run (no) WHERE input_level > 0",
            "CREATE INDEX run_output_chunked ON run (no) WHERE output_level > 0",
            "CREATE INDEX run_error_chunked ON run (no) WHERE error_level > 0");

    /** What errors have in common: beside the runs, so that a recording's tables stay as they are. */
    private static final List<String> FAULTS = List.of("""
            CREATE TABLE fault (
              run INTEGER PRIMARY KEY REFERENCES run (no) ON DELETE CASCADE,
              fingerprint TEXT NOT NULL,
              summary TEXT NOT NULL
            )""", "CREATE INDEX fault_fingerprint ON fault (fingerprint)");

    /** What was answered to commands, so that one that comes again gets the same answer. */
    private static final List<String> COMMANDS = List.of("""
            CREATE TABLE command (
              run INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
              id TEXT NOT NULL,
              request TEXT NOT NULL,
              answer TEXT NOT NULL,
              PRIMARY KEY (run, id)
            ) WITHOUT ROWID""");

    /** The statements of each migration; a store's version is the number of those it has had. */
    static final List<List<String>> MIGRATIONS =
            List.of(concat(TABLES, STORE_ONLY), DEPLOYMENT, SCHEDULES, RETENTION, FAULTS, COMMANDS);

    private Schema() {}

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
