package io.flowork.dap.remote;

import io.flowork.api.EngineSession;
import io.flowork.api.ProblemException;
import io.flowork.api.SnapshotAnswer;
import io.flowork.api.SnapshotRequest;
import io.flowork.api.SnapshotsRequest;
import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.history.Recording.Checkpoint;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The states that an engine has kept of a run. They are only a cache, so one that cannot be had is missing. */
final class KeptStates {
    private static final System.Logger LOG = System.getLogger(KeptStates.class.getName());

    /** The engine keeps a state about as often, so that there is none to ask for before. */
    private static final int APART = 64;

    private static final int MOST_KEPT = 32;

    /** The largest state, in bytes: what is compressed says nothing about what comes out. */
    private static final int LARGEST = 128 << 20;

    private final String run;
    private final int branch;
    private final Program program;
    private final ProgramSource programs;
    private final Map<Long, SnapshotAnswer> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SnapshotAnswer> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private List<Checkpoint> known = List.of();
    private long asked = Long.MIN_VALUE;

    KeptStates(String run, int branch, Program program, ProgramSource programs) {
        this.run = run;
        this.branch = branch;
        this.program = program;
        this.programs = programs;
    }

    /** Where states are known to be. */
    synchronized List<Checkpoint> known() {
        return known;
    }

    /** Where states are, asked for again if there may be others since. */
    synchronized List<Checkpoint> read(EngineSession session, long next) {
        if (next - APART >= asked) {
            try {
                known = Answers.of(session.snapshots(new SnapshotsRequest(run, branch))).snapshots().stream()
                        .map(place -> new Checkpoint(place.seq(), place.t()))
                        .toList();
                asked = next;
            } catch (ProblemException e) {
                LOG.log(System.Logger.Level.DEBUG, "the engine does not say where states are", e);
            }
        }
        return known;
    }

    /** The state at a place; null if it cannot be had. */
    synchronized @Nullable State state(@Nullable EngineSession session, Checkpoint checkpoint) {
        SnapshotAnswer answer = read.get(checkpoint.seq());
        if (answer == null && session != null) {
            try {
                answer = Answers.of(session.snapshot(new SnapshotRequest(run, branch, checkpoint.seq())));
            } catch (ProblemException e) {
                LOG.log(System.Logger.Level.DEBUG, "the engine does not give a state", e);
            }
        }
        if (answer == null || answer.seq() == null || answer.seq() != checkpoint.seq()) {
            return null;
        }
        read.put(checkpoint.seq(), answer);
        return state(answer);
    }

    private @Nullable State state(SnapshotAnswer answer) {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(String.valueOf(answer.state()))))) {
            if (ValueCodec.decode(in.readNBytes(LARGEST)) instanceof JsonObject json) {
                State state = State.fromJson(program, programs, json);
                return state.hash() == Long.parseUnsignedLong(String.valueOf(answer.stateHash()), 16) ? state : null;
            }
            return null;
        } catch (IOException | CodecException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "A kept state of the run " + run + " is damaged and not used", e);
            return null;
        }
    }
}
