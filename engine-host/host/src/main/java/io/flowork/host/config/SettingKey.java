package io.flowork.host.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be set. */
public enum SettingKey {
    /** What workflows may do on this machine, by the ability's name. */
    ALLOW("allow", true),
    /** What calls of functions may do. */
    CALLS("calls", true),
    /** How much each diagnostic matters, by its code. */
    CHECK_SEVERITY("check.severity", true),
    /** Where engines are, as an address or a data folder, by the names that their user gave them. */
    ENGINES("engines", true),
    /** What a run may use, by the limit's name. */
    LIMITS("limits", true),
    /** Where ended runs are sent as traces. */
    OTEL_ENDPOINT("otel.endpoint", false),
    /** Which secrets the requests carry that send them, by the header's name. */
    OTEL_HEADERS("otel.headers", true),
    /** What plug-ins are told, by the plug-in's name and then the setting's. */
    PLUGINS("plugins", true),
    /** What processes and scripts may use, and the programs that run them. */
    PROCESS("process", true),
    /** How long ended runs are kept. */
    RETENTION_AGE("retention.age", false),
    /** How many ended runs are kept. */
    RETENTION_COUNT("retention.count", false),
    /** How many bytes the store may use before ended runs are removed. */
    RETENTION_BYTES("retention.bytes", false),
    /** Where secrets are looked for. */
    SECRETS("secrets", true),
    /** Where the server keeps its data. */
    SERVE_DATA("serve.data", false),
    /** Where the server keeps workflows and runs, as a URL. */
    SERVE_STORE("serve.store", false),
    /** The address the server listens on. */
    SERVE_BIND("serve.bind", false),
    /** The port the server listens on. */
    SERVE_PORT("serve.port", false),
    /** The largest content of a request, in bytes. */
    SERVE_BODY_BYTES("serve.body-bytes", false),
    /** How many connections the server keeps open at the same time. */
    SERVE_CONNECTIONS("serve.connections", false),
    /** What a line of the server's log looks like. */
    SERVE_LOG("serve.log", false),
    /** The least that the server logs. */
    SERVE_LOG_LEVEL("serve.log-level", false),
    /** How many runs may be at work at the same time. */
    SERVE_RUNS("serve.runs", false),
    /** How many of one workflow. */
    SERVE_RUNS_PER_WORKFLOW("serve.runs-per-workflow", false),
    /** How many of one caller. */
    SERVE_RUNS_PER_CALLER("serve.runs-per-caller", false),
    /** How many runs may wait until they are allowed to start. */
    SERVE_QUEUE("serve.queue", false),
    /** What becomes of the times at which a workflow should have started while no engine was at work. */
    SERVE_MISSED_FIRINGS("serve.missed-firings", false);

    private final String key;
    private final boolean table;

    SettingKey(String key, boolean table) {
        this.key = key;
        this.table = table;
    }

    /** Its name in a file; of a table, the name before its entries' names. */
    public String key() {
        return key;
    }

    /** The variable that sets it, in which the entries of a table are separated by commas. */
    public String variable() {
        return "FLOWORK_" + key.replace('.', '_').replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    }

    /** The name of one of its entries. */
    public String entry(String name) {
        return key + "." + name;
    }

    /** Whether it has entries, each with a name of its own. */
    boolean isTable() {
        return table;
    }

    /** What a full name in a file belongs to, if anything. */
    static @Nullable SettingKey of(String name) {
        for (SettingKey each : values()) {
            if (each.table ? name.startsWith(each.key + ".") : name.equals(each.key)) {
                return each;
            }
        }
        return null;
    }

    /** All names, for suggestions. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (SettingKey each : values()) {
            names.add(each.key);
        }
        return names;
    }
}
