package io.flowork.bench;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does who debugs a long run, over the protocol. A move is measured from the request to the answer that tells
 * where it has led: the stack, which follows the event.
 */
final class DebugSession {
    private static final int PLACES = 30;
    private static final int STEPS = 10;
    private static final int SEEKS = 300;
    private static final int PAGES = 200;
    private static final int TIMES = 5;
    private static final long CANCEL_AFTER_NANOS = 200_000_000;
    private static final String NO_ARGUMENTS = "{}";
    private static final String ON_MAIN = "{\"threadId\": 1}";

    private final DapClient client;
    private final String where;
    private final Limits limits;
    private final long steps;
    private final double naive;
    private final Random random;

    /**
     * A session that is initialized.
     *
     * @param where how rows of the table begin
     * @param steps how many steps the run has
     * @param naive how many milliseconds it takes to fold all of them
     */
    DebugSession(DapClient client, String where, Limits limits, long steps, double naive, Random random) {
        this.client = client;
        this.where = where;
        this.limits = limits;
        this.steps = steps;
        this.naive = naive;
        this.random = random;
    }

    /** Starts an adapter, and initializes it. */
    static DapClient start(Path root, String where, Limits limits) throws IOException {
        long begun = System.nanoTime();
        DapClient client = new DapClient(List.of("./flowork", "dap"), root);
        var _ = client.ask(
                "initialize", "{\"adapterID\": \"flowork\", \"linesStartAt1\": true, \"columnsStartAt1\": true}");
        limits.add(where + ": start to initialize, ms", (System.nanoTime() - begun) / 1e6);
        return client;
    }

    private void add(String what, @Nullable Double limit, double value, boolean besideNaive) {
        limits.add(where + ": " + what, limit, value, besideNaive ? naive : null);
    }

    /** All of it, in one session. */
    void measure(String attach) throws IOException {
        long begun = System.nanoTime();
        var _ = client.ask("attach", attach);
        var _ = client.event("initialized");
        var _ = client.ask("configurationDone", NO_ARGUMENTS);
        stopped();
        add("attach to the first stop, ms", 1_000.0, (System.nanoTime() - begun) / 1e6, false);

        moves("right after attach: ");
        add("reverse-continue over 90 %, right after attach, ms", null, reverse(), true);
        add("index, made while idle, CPU-s", null, client.idleSeconds(), false);
        moves("");
        double[] reverses = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            reverses[i] = reverse();
        }
        add("reverse-continue over 90 %, ms", 200.0, DebugSpeed.median(reverses), true);
        conditions();
        pages();
        add("memory after all, MiB", 400.0, client.memory("VmRSS"), false);
        add("most memory, MiB", null, client.memory("VmHWM"), false);
    }

    /** Waits until a move is over, and asks for where it has led. */
    private void stopped() throws IOException {
        var _ = client.event("stopped");
        var _ = client.ask("stackTrace", "{\"threadId\": 1, \"levels\": 20}");
    }

    private double move(String command, String arguments) throws IOException {
        long begun = System.nanoTime();
        var _ = client.ask(command, arguments);
        stopped();
        return (System.nanoTime() - begun) / 1e6;
    }

    private double seek(long t) throws IOException {
        return move("flowork/seek", "{\"t\": " + t + "}");
    }

    private void moves(String when) throws IOException {
        double begun = client.cpuSeconds();
        double[] next = new double[PLACES * STEPS];
        double[] into = new double[PLACES * STEPS];
        double[] back = new double[PLACES * STEPS];
        for (int i = 0; i < PLACES * STEPS; i++) {
            if (i % STEPS == 0) {
                seek(random.nextLong(1_000, steps - 1_000));
            }
            next[i] = move("next", ON_MAIN);
            into[i] = move("stepIn", ON_MAIN);
            back[i] = move("stepBack", ON_MAIN);
        }
        double stepped = client.cpuSeconds();
        double[] seeks = new double[SEEKS];
        for (int i = 0; i < SEEKS; i++) {
            seeks[i] = seek(random.nextLong(1_000, steps - 1_000));
        }
        double sought = client.cpuSeconds();
        boolean warm = when.isEmpty();
        add(when + "next, p99, ms", warm ? 10.0 : null, DebugSpeed.p99(next), false);
        add(when + "stepIn, p99, ms", warm ? 10.0 : null, DebugSpeed.p99(into), false);
        add(when + "stepBack, median, ms", null, DebugSpeed.median(back), false);
        add(when + "stepBack, p99, ms", warm ? 10.0 : null, DebugSpeed.p99(back), true);
        add(when + "a step, CPU-ms", null, (stepped - begun) * 1e3 / (3 * PLACES * STEPS + PLACES), false);
        add(when + "seek, median, ms", null, DebugSpeed.median(seeks), false);
        add(when + "seek, p99, ms", warm ? 20.0 : null, DebugSpeed.p99(seeks), true);
        add(when + "seek, CPU-ms", null, (sought - stepped) * 1e3 / SEEKS, false);
    }

    private void breakpoints(String lines) throws IOException {
        var _ = client.ask("setBreakpoints", "{\"source\": %s, \"breakpoints\": [%s]}".formatted(source(), lines));
    }

    /** The workflow's text, as the adapter calls it. */
    private JsonValue source() throws IOException {
        JsonObject answer = client.ask("loadedSources", NO_ARGUMENTS);
        if (answer.get("sources") instanceof JsonArray sources && sources.size() > 0) {
            return sources.get(0);
        }
        throw new IOException("The adapter tells of no source: " + answer);
    }

    /** Back to the first task from behind nine tenths of the run. */
    private double reverse() throws IOException {
        seek(steps / 100 * 95);
        breakpoints("{\"line\": " + LongRun.EARLY + "}");
        double millis = move("reverseContinue", ON_MAIN);
        JsonObject answer = client.ask("stackTrace", ON_MAIN);
        if (!(answer.get("stackFrames") instanceof JsonArray frames
                && frames.get(0) instanceof JsonObject top
                && DapClient.number(top, "line") == LongRun.EARLY)) {
            throw new IOException("It did not lead to the first task: " + answer);
        }
        breakpoints("");
        return millis;
    }

    private void conditions() throws IOException {
        String never = "{\"line\": %d, \"condition\": \"$n < 0\"}";
        breakpoints(never.formatted(LongRun.ORDER) + ", " + never.formatted(LongRun.SUM));
        double[] cancels = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            seek(steps - 100);
            int request = client.send("reverseContinue", ON_MAIN);
            LockSupport.parkNanos(CANCEL_AFTER_NANOS);
            long begun = System.nanoTime();
            var _ = client.ask("cancel", "{\"requestId\": " + request + "}");
            stopped();
            cancels[i] = (System.nanoTime() - begun) / 1e6;
        }
        seek(steps - 100);
        double begunCpu = client.cpuSeconds();
        double millis = move("reverseContinue", ON_MAIN);
        double cpu = client.cpuSeconds() - begunCpu;
        breakpoints("");
        add("a condition that never holds, over all, ms", 5_000.0, millis, false);
        add("the same, CPU-ms", null, cpu * 1e3, false);
        add("until it is cancelled, most, ms", 100.0, Spread.of(cancels).max(), false);
    }

    /** Pages of the longest array: its number is asked for again after each move. */
    private void pages() throws IOException {
        seek(steps);
        var _ = move("stepBack", ON_MAIN);
        JsonObject rows = variable(scope("Input"), "rows");
        long reference = DapClient.number(rows, "variablesReference");
        double[] pages = new double[PAGES];
        for (int i = 0; i < PAGES; i++) {
            long begun = System.nanoTime();
            JsonObject page = client.ask(
                    "variables",
                    "{\"variablesReference\": %d, \"filter\": \"indexed\", \"start\": %d, \"count\": 100}"
                            .formatted(reference, random.nextInt(LongRun.ROWS - 100)));
            pages[i] = (System.nanoTime() - begun) / 1e6;
            if (!(page.get("variables") instanceof JsonArray all && all.size() == 100)) {
                throw new IOException("A page has not 100 items: " + page);
            }
        }
        add("a page of 100 of 100,000 items, p99, ms", 20.0, DebugSpeed.p99(pages), false);
    }

    private JsonObject scope(String name) throws IOException {
        JsonObject stack = client.ask("stackTrace", ON_MAIN);
        if (stack.get("stackFrames") instanceof JsonArray frames && frames.get(0) instanceof JsonObject top) {
            JsonObject scopes = client.ask("scopes", "{\"frameId\": " + DapClient.number(top, "id") + "}");
            return named(scopes.get("scopes"), name);
        }
        throw new IOException("There is no frame: " + stack);
    }

    private JsonObject variable(JsonObject in, String name) throws IOException {
        return named(
                client.ask("variables", "{\"variablesReference\": " + DapClient.number(in, "variablesReference") + "}")
                        .get("variables"),
                name);
    }

    private static JsonObject named(@Nullable JsonValue all, String name) throws IOException {
        if (all instanceof JsonArray array) {
            for (JsonValue each : array) {
                if (each instanceof JsonObject object
                        && DapClient.text(object, "name").equals(name)) {
                    return object;
                }
            }
        }
        throw new IOException("There is no " + name + " among " + all);
    }
}
