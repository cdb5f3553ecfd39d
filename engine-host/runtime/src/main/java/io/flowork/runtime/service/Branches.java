package io.flowork.runtime.service;

import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.api.Problem.Kind;
import io.flowork.api.RunRef;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.runtime.Engine;
import io.flowork.runtime.Programs;
import io.flowork.runtime.fork.Forks;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoredCommand;
import io.flowork.store.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Branches beside runs, as the API has them. Each request folds by itself, and not longer than its patience. */
final class Branches {
    private static final String BRANCH = "branch";

    private final Store store;
    private final Engine engine;
    private final Programs programs;
    private final Once once;
    private final FunctionSignatures functions;
    private final Duration patience;

    /** One at a time changes branches that are there. */
    private final Object changing = new Object();

    /**
     * The branches of the runs in a store.
     *
     * @param engine carries out what is live on them
     * @param programs those of the runs
     * @param once does commands that have an id
     * @param functions what edited programs can call besides the functions of the standard
     * @param patience how long one request may fold
     */
    Branches(
            Store store, Engine engine, Programs programs, Once once, FunctionSignatures functions, Duration patience) {
        this.store = store;
        this.engine = engine;
        this.programs = programs;
        this.once = once;
        this.functions = functions;
        this.patience = patience;
    }

    BranchInfo fork(ForkRequest request) throws InterruptedException {
        return once.run(
                Requests.text(request.runId(), "runId"),
                request.commandId(),
                asked("fork", JsonString.of(digest(request))),
                new KeptBranch(request.runId()),
                answered -> within((forks, stop) -> forks.fork(request, together(answered), stop)));
    }

    BranchInfo goOn(BranchCommand request) throws InterruptedException {
        return once.run(
                Requests.text(request.runId(), "runId"),
                request.commandId(),
                asked("continueBranch", JsonNumber.of(request.branch())),
                new KeptBranch(request.runId()),
                answered -> within((forks, stop) -> goOn(forks, request.ref(), together(answered), stop)));
    }

    /** Lets a branch go on: first without the world, then with what is live. */
    private BranchInfo goOn(Forks forks, BranchRef branch, Forks.Together together, BooleanSupplier stop) {
        String id = branch.runId();
        synchronized (changing) {
            if (engine.isAtWork(id, branch.branch())) {
                return forks.branch(branch);
            }
            BranchInfo info = forks.goOn(branch, together, stop);
            if (info.wanted().stream().anyMatch(BranchInfo.Wanted::live)) {
                RunRecord run = forks.run(id);
                Forks own = new Forks(store, new ProgramTexts(store, functions)); // it works on, on other threads
                Forks.Trial trial = own.again(run, branch.branch());
                engine.goOnBeside(id, branch.branch(), programs.load(run.program()), trial.branch(), trial.aside());
            }
            return info;
        }
    }

    BranchList list(RunRef request) {
        return within((forks, stop) -> forks.branches(request.runId()));
    }

    BranchRef delete(BranchCommand request) throws InterruptedException {
        return once.run(
                Requests.text(request.runId(), "runId"),
                request.commandId(),
                asked("deleteBranch", JsonNumber.of(request.branch())),
                new KeptDeletion(request.ref()),
                answered -> within((forks, stop) -> {
                    synchronized (changing) {
                        if (engine.isAtWork(request.runId(), request.branch())) {
                            throw Kind.CONFLICT.because(
                                    "Effects of branch %d of the run %s are being carried out. Delete it later"
                                            .formatted(request.branch(), request.runId()));
                        }
                        return forks.delete(request.ref(), together(answered));
                    }
                }));
    }

    // --- each once ---

    private static JsonObject asked(String command, JsonValue what) {
        return JsonObject.of("command", JsonString.of(command), "what", what);
    }

    /** What tells a fork from others: a hash, as what is asked may be as large as a program. */
    private static String digest(ForkRequest request) {
        List<JsonValue> changes = new ArrayList<>();
        for (ForkRequest.Change change : request.set()) {
            changes.add(JsonArray.of(List.of(text(change.path()), orNull(change.value()), number(change.visit()))));
        }
        List<JsonValue> results = new ArrayList<>();
        for (ForkRequest.Result result : request.results()) {
            results.add(JsonArray.of(List.of(text(result.effect()), orNull(result.output()), orNull(result.error()))));
        }
        String asked = JsonWriter.compact(JsonArray.of(List.of(
                number(request.branch() == null ? null : Long.valueOf(request.branch())),
                number(request.t()),
                JsonArray.of(changes),
                JsonArray.of(results),
                orNull(request.input()),
                text(request.program()),
                orNull(request.effects()),
                number(request.restart()),
                JsonBoolean.of(request.hold()),
                text(request.by()),
                text(request.reason()))));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static JsonValue orNull(@Nullable JsonValue value) {
        return value == null ? JsonNull.NULL : value;
    }

    private static JsonValue text(@Nullable String value) {
        return value == null ? JsonNull.NULL : JsonString.of(value);
    }

    private static JsonValue number(@Nullable Long value) {
        return value == null ? JsonNull.NULL : JsonNumber.of(value);
    }

    private static Forks.Together together(@Nullable Function<JsonObject, StoredCommand> answered) {
        return answered == null
                ? Forks.Together.NOTHING
                : number -> List.of(new Write.PutCommand(answered.apply(kept(number))));
    }

    private static JsonObject kept(int number) {
        return JsonObject.of(BRANCH, JsonNumber.of(number));
    }

    /** Of a branch its number is kept: it is told as it is. */
    private final class KeptBranch implements Once.Kept<BranchInfo> {
        private final String run;

        KeptBranch(String run) {
            this.run = run;
        }

        @Override
        public JsonObject of(BranchInfo answer) {
            return kept(answer.branch());
        }

        @Override
        public BranchInfo again(JsonObject kept) {
            if (kept.get(BRANCH) instanceof JsonInteger number) {
                return within((forks, stop) -> forks.branch(new BranchRef(run, (int) number.value())));
            }
            throw new IllegalStateException("a command without its answer");
        }
    }

    private record KeptDeletion(BranchRef branch) implements Once.Kept<BranchRef> {
        @Override
        public JsonObject of(BranchRef answer) {
            return kept(answer.branch());
        }

        @Override
        public BranchRef again(JsonObject kept) {
            return branch;
        }
    }

    private <T> T within(BiFunction<Forks, BooleanSupplier, T> work) {
        Forks forks = new Forks(store, new ProgramTexts(store, functions));
        long until = System.nanoTime() + patience.toNanos();
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!done.isDone()) {
                        forks.interrupt(); // one evaluation goes on for long
                    }
                });
        try {
            return work.apply(forks, () -> System.nanoTime() - until > 0);
        } finally {
            done.complete(null);
        }
    }
}
