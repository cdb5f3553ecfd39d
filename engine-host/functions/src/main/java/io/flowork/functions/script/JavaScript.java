package io.flowork.functions.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonWriter;
import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import io.roastedroot.quickjs4j.core.GuestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ByteArrayMemory;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.MemoryLimits;

/**
 * Runs JavaScript in QuickJS, which is itself run as WebAssembly inside the Java virtual machine.
 *
 * <p>A script has no files, no network, no processes and no variables of the environment but those it is given; what it
 * has of the machine is the clock and random numbers. Its memory, time and output are limited, and an interrupt ends it.
 * An engine is used for one script only, so that nothing of a script reaches the next; one is kept ready. Thread-safe.
 */
public final class JavaScript {
    /** Deep enough that QuickJS notices its own stack's end before the thread's. */
    private static final long STACK = 64L << 20;

    /** How long an interrupted script is waited for, in milliseconds; it was seen to stop within 15. */
    private static final long PATIENCE = 2_000;

    private static final System.Logger LOG = System.getLogger(JavaScript.class.getName());

    private static final int PAGE = 64 << 10;
    private static final Pattern PANIC =
            Pattern.compile("(?s)on an `Err` value: (?:Error: )?(.*?)\\n\\nnote: run with");
    private static final Pattern LINE = Pattern.compile("function\\.mjs:(\\d+)");
    private static final String BEFORE = before();

    private final ScriptLimits limits;
    private final Semaphore turns =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    private final AtomicReference<@Nullable Sandbox> spare = new AtomicReference<>();

    /** A place to run scripts in; no engine is made yet. */
    public JavaScript(ScriptLimits limits) {
        this.limits = limits;
    }

    /**
     * Runs a script and waits for its end.
     *
     * @param code the script; in it, {@code await} is allowed outside functions
     * @param arguments its {@code process.argv}, after the first two
     * @param environment its {@code process.env}
     * @param stdin its standard input; null for none
     * @throws FunctionException if it used up its time or memory, or printed too much
     * @throws InterruptedException if it was interrupted; it has ended then
     */
    public ScriptOutcome run(
            String code, List<String> arguments, Map<String, String> environment, @Nullable String stdin)
            throws FunctionException, InterruptedException {
        // The first line is ours; the script's begin at the second.
        String whole = BEFORE + "(async () => {\n" + Imports.rewritten(code)
                + "\n})().then(__flowork.ended, __flowork.failed);";
        turns.acquire();
        try {
            return inThread(whole, given(arguments, environment, stdin));
        } finally {
            turns.release();
        }
    }

    private ScriptOutcome inThread(String code, String given) throws FunctionException, InterruptedException {
        CompletableFuture<ScriptOutcome> outcome = new CompletableFuture<>();
        // Not a virtual thread: what only computes would keep the others from their carrier.
        Thread thread = Thread.ofPlatform()
                .name("script")
                .daemon()
                .stackSize(STACK)
                .start(() -> {
                    Sandbox sandbox = spare.getAndSet(null);
                    try (Sandbox used = sandbox == null ? new Sandbox(limits) : sandbox) {
                        outcome.complete(used.run(code, given));
                    } catch (RuntimeException | Error e) {
                        outcome.completeExceptionally(e);
                    }
                    if (!Thread.currentThread().isInterrupted() && spare.get() == null) {
                        spare.set(new Sandbox(limits));
                    }
                });
        try {
            return outcome.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stop(thread);
            throw new FunctionException(WorkflowError.of(
                    Kind.TIMEOUT,
                    "run: script was stopped: it ran longer than " + limits.time()
                            + ". The setting 'process.script-time' says how long a script may run."));
        } catch (InterruptedException e) {
            stop(thread);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static void stop(Thread thread) throws InterruptedException {
        thread.interrupt();
        thread.join(PATIENCE);
    }

    private FunctionException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case BoundedOutput.OverflowException e ->
                Failures.runtime("run: script was stopped: it printed more than " + limits.outputBytes() + " bytes.");
            case OutOfMemoryError e ->
                Failures.runtime("run: script was stopped: there is not enough memory left for it.");
            case WasmEngineException e -> {
                // A trap: the one a script can bring about is the end of the stack.
                LOG.log(System.Logger.Level.DEBUG, "A script ended by a trap", e);
                yield Failures.runtime("run: script was stopped: its calls are nested too deeply.");
            }
            case null, default -> {
                LOG.log(System.Logger.Level.ERROR, "The sandbox of a script failed", cause);
                yield Failures.runtime("run: script was stopped: its sandbox failed; the log says why.");
            }
        };
    }

    private static String given(List<String> arguments, Map<String, String> environment, @Nullable String stdin) {
        JsonObject.Builder variables = new JsonObject.Builder();
        environment.forEach(variables::put);
        return JsonWriter.compact(new JsonObject.Builder()
                .put(
                        "arguments",
                        JsonArray.of(arguments.stream().map(JsonString::of).toList()))
                .put("environment", variables.build())
                .put("stdin", stdin == null ? "" : stdin)
                .build());
    }

    private static String before() {
        try (InputStream in = JavaScript.class.getResourceAsStream("before.js")) {
            if (in == null) {
                throw new IllegalStateException("before.js is missing beside " + JavaScript.class.getName());
            }
            return new String(in.readAllBytes(), UTF_8).replace('\n', ' ');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One engine, for one script. */
    private static final class Sandbox implements AutoCloseable {
        private final BoundedOutput stdout;
        private final BoundedOutput stderr;
        private final Engine engine;
        private String given = "";
        private @Nullable Integer code;

        Sandbox(ScriptLimits limits) {
            stdout = new BoundedOutput(limits.outputBytes());
            stderr = new BoundedOutput(limits.outputBytes());
            engine = Engine.builder()
                    .withMemoryFactory(wanted -> new ByteArrayMemory(new MemoryLimits(
                            wanted.initialPages(), (int) Math.max(wanted.initialPages(), limits.memoryBytes() / PAGE))))
                    .withStdout(stdout)
                    .withStderr(stderr)
                    .addBuiltins(Builtins.builder("flowork")
                            .addVoidToString("given", () -> given)
                            .addIntToVoid("ended", this::ended)
                            .addIntToVoid("exit", exit -> {
                                ended(exit);
                                throw new ExitException();
                            })
                            .build())
                    .build();
        }

        private void ended(Integer exit) {
            if (code == null) {
                code = exit;
            }
        }

        ScriptOutcome run(String script, String input) {
            given = input;
            try {
                engine.exec(engine.compileRaw(script.getBytes(UTF_8)));
            } catch (ExitException e) {
                return outcome(stderr.toString(UTF_8));
            } catch (IllegalArgumentException | GuestException e) {
                // It cannot be compiled, or not even its error could be reported: QuickJS said why, and gave up.
                code = 1;
                return outcome(reason(stderr.toString(UTF_8)));
            }
            if (code == null) {
                code = 13;
                return outcome(stderr.toString(UTF_8)
                        + "The script ended while it still waited for a promise that nothing can fulfil.\n");
            }
            return outcome(stderr.toString(UTF_8));
        }

        private ScriptOutcome outcome(String errors) {
            Integer exit = code;
            return new ScriptOutcome(exit == null ? 0 : exit, stdout.toString(UTF_8), errors);
        }

        private static String reason(String panic) {
            Matcher said = PANIC.matcher(panic);
            String reason = said.find() ? said.group(1) : panic;
            return LINE.matcher(reason).replaceAll(at -> "script.js:" + (Integer.parseInt(at.group(1)) - 1)) + "\n";
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Thrown through a script that wants to end. */
    private static final class ExitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExitException() {
            super("exit", null, false, false);
        }
    }
}
