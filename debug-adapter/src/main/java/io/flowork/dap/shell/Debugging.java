package io.flowork.dap.shell;

import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.breakpoint.Mark;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.dap.command.Answer;
import io.flowork.dap.command.Commands;
import io.flowork.dap.command.ForkCommands;
import io.flowork.dap.command.Listing;
import io.flowork.dap.command.TypedBreakpoints;
import io.flowork.dap.fork.EditedFile;
import io.flowork.dap.fork.Forker;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.ProgramText;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;
import io.flowork.dap.session.StepTargets;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.BreakpointLocation;
import org.eclipse.lsp4j.debug.BreakpointLocationsArguments;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.GotoTarget;
import org.eclipse.lsp4j.debug.GotoTargetsArguments;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.StepInTargetsResponse;
import org.eclipse.lsp4j.debug.ThreadsResponse;
import org.jspecify.annotations.Nullable;

/** One client's debugging: its run, where it stands, and when what is allowed. */
final class Debugging implements AutoCloseable {
    private static final int MOST_VISITS = 25;

    private final AdapterContext context;
    private final Conversation conversation;
    private final Client client;
    private final Control control;
    private final BreakpointTable breakpoints = new BreakpointTable();
    private final Map<Integer, Stop> targets = new HashMap<>();
    private final StepTargetTable stepTargets = new StepTargetTable();
    private @Nullable Convert convert;
    private @Nullable Stage stage;
    private @Nullable Supplier<Runs.Open> again;
    private Runs.@Nullable Attach place;
    private boolean stopsOnEntry;
    private boolean takes;
    private boolean stays;
    private boolean stands;
    private ThreadsResponse threads = new ThreadsResponse();

    Debugging(AdapterContext context, Conversation conversation, Client client) {
        this.context = context;
        this.conversation = conversation;
        this.client = client;
        this.control = new Control(this::listen);
        conversation.whileIdle(this::prepare, control::asked);
    }

    private void listen() {
        conversation.listen();
        if (conversation.isOver()) {
            control.stop(); // nobody waits for it any more
        }
    }

    /** Does a part of what can be done while nobody asks; says whether there is more to do. */
    private boolean prepare(BooleanSupplier isAsked) {
        Stage on = stage;
        return stands
                && on != null
                && on.open().isHere()
                && on.session().preparation().more(isAsked);
    }

    /** How the client stops what is at work, from any thread. */
    Control control() {
        return control;
    }

    // --- beginning and end ---

    Capabilities initialize(InitializeRequestArguments arguments) {
        if (convert != null) {
            throw Failures.refused("The session is initialized already");
        }
        convert = new Convert(arguments);
        client.showsProgress(Boolean.TRUE.equals(arguments.getSupportsProgressReporting()));
        return Abilities.all();
    }

    Convert convert() {
        if (convert == null) {
            throw Failures.refused("The first request is 'initialize'");
        }
        return convert;
    }

    void launch(Arguments arguments) {
        String program = arguments.text("program");
        if (program == null) {
            throw Failures.refused("'launch' needs 'program': the workflow's file");
        }
        Runs.Launch what = new Runs.Launch(
                program,
                arguments.json("input"),
                arguments.text("inputFile"),
                arguments.text("store"),
                simulated(arguments));
        place = new Runs.Attach(null, null, program, what.store(), null);
        open(() -> context.runs().launch(what), arguments.is("stopOnEntry", false));
    }

    /** The results of a run whose effects are not carried out; null if they are. */
    private static @Nullable Map<String, JsonValue> simulated(Arguments arguments) {
        String effects = arguments.text("effects");
        JsonValue results = arguments.json("results");
        if (effects != null && !effects.equals("live") && !effects.equals("simulate")) {
            throw Failures.refused("'effects' is live or simulate; it is '" + effects + "'");
        }
        if (results != null && !(results instanceof JsonObject && "simulate".equals(effects))) {
            throw Failures.refused("'results' gives results by the names of tasks, with 'effects' simulate");
        }
        if (!"simulate".equals(effects)) {
            return null;
        }
        Map<String, JsonValue> byTask = new HashMap<>();
        if (results instanceof JsonObject named) {
            named.forEach(each -> byTask.put(each.key(), each.value()));
        }
        return byTask;
    }

    void attach(Arguments arguments) {
        Runs.Attach what = Attaching.of(arguments);
        place = what;
        open(() -> context.runs().attach(what), arguments.is("stopOnEntry", true));
        takes = arguments.is("control", false);
    }

    private void open(Supplier<Runs.Open> run, boolean stopOnEntry) {
        var _ = convert();
        if (stage != null) {
            throw Failures.refused("The session has a run already; disconnect to debug another one");
        }
        Stage begun = stage(control.busy(run), null);
        stage = begun;
        again = run;
        stopsOnEntry = stopOnEntry;
        List<Breakpoint> bound = breakpoints.bind(begun.sources());
        conversation.afterAnswer(() -> {
            client.changed(bound);
            client.capabilities(Abilities.all());
            client.initialized();
        });
    }

    /** A run with all that is seen of it, in place of another one if there was one before. */
    private Stage stage(Runs.Open open, @Nullable Stage before) {
        Session session = new Session(open.run(), control, client::output);
        session.offer(open.live());
        Sources sources = before == null
                ? new Sources(open.run(), context.runs()::text)
                : before.sources().onto(open.run());
        sources.whenAdded(() -> {
            client.changed(breakpoints.bind(sources));
            session.set(breakpoints.traps());
        });
        Frames frames = new Frames(session, sources);
        Scopes scopes = new Scopes(session);
        Evaluations evaluations = new Evaluations(session);
        Forker forker = new Forker(session, open.branches(), evaluations, control);
        EditedFile file = new EditedFile(open.run(), sources);
        Commands commands = new Commands(
                session,
                evaluations,
                new Listing(session, sources, frames, scopes),
                TypedBreakpoints.of(
                        session,
                        sources,
                        before == null ? null : before.commands().breakpoints()),
                new ForkCommands(session, forker, file, control),
                name -> other(null, name));
        return new Stage(open, session, sources, frames, scopes, evaluations, commands, forker, file);
    }

    /** Another run, where the one that is debugged is, or is said to be; or one in a recording. */
    Runs.Open other(@Nullable String recording, @Nullable String run) {
        Runs.Attach from = place;
        return context.runs()
                .attach(
                        from == null || recording != null
                                ? new Runs.Attach(recording, run, null, null, null)
                                : new Runs.Attach(null, run, from.program(), from.store(), from.engine()));
    }

    /** What forks the run. */
    Forking forking() {
        return new Forking(this, standing(), context.runs());
    }

    /**
     * Goes on on a branch of the run, after the answer, and says so.
     *
     * @param branch the number of the branch; null for the run itself
     * @param t the step to stand at on it
     * @param text what is said; null if the answer says it
     */
    void onto(@Nullable Integer branch, long t, @Nullable String text) {
        Stage from = standing();
        Runs.Open open = control.busy(() -> from.open().branches().open(branch));
        Stage begun = stage(open, from);
        conversation.afterAnswer(() -> {
            stage = begun;
            from.open().close();
            if (text != null) {
                client.output(text);
            }
            client.changed(breakpoints.bind(begun.sources()));
            begun.session().set(breakpoints.traps());
            stopped(() -> begun.session().enterAt(t));
        });
    }

    /**
     * What somebody types comes to: the way that a command leads is gone after the answer.
     *
     * @param frame the frame at which it is asked
     */
    String typed(String text, ActiveFrame frame) {
        return switch (standing().commands().answer(text, frame)) {
            case Answer.Text told -> told.text();
            case Answer.Move move -> {
                go(session -> move.way().go(session, t -> {}));
                yield move.title();
            }
            case Answer.Branch branch -> {
                onto(branch.number(), branch.t(), null);
                yield branch.text();
            }
        };
    }

    void configurationDone() {
        Stage begun = stage();
        if (stands) {
            throw Failures.refused("The session is configured already");
        }
        stands = true;
        conversation.afterAnswer(() -> begin(begun));
    }

    private void begin(Stage begun) {
        begun.session().set(breakpoints.traps());
        boolean isNew = begun.open().wasLaunched();
        stopped(() -> {
            Session session = begun.session();
            Halt held = isNew || takes ? session.take() : null;
            if (held == null || isNew) {
                return stopsOnEntry ? session.enter() : session.start();
            }
            return stopsOnEntry ? held : session.resume(t -> {});
        });
    }

    void restart() {
        Stage before = standing();
        Supplier<Runs.Open> run = again;
        if (run == null) {
            throw Failures.refused("There is no run to begin again");
        }
        Stage begun = stage(control.busy(run), before);
        List<Breakpoint> bound = breakpoints.bind(begun.sources());
        leave(before);
        stage = begun;
        conversation.afterAnswer(() -> {
            client.changed(bound);
            begin(begun);
        });
    }

    void terminate() {
        control.stop();
        conversation.afterAnswer(() -> {
            if (stage != null) {
                stage.open().cancel();
            }
            client.terminated();
        });
    }

    /**
     * Ends the session.
     *
     * @param terminates whether a run that was launched is to end; if nobody says, as with most clients, it is
     */
    void disconnect(@Nullable Boolean terminates) {
        control.stop();
        stays = Boolean.FALSE.equals(terminates);
        conversation.afterAnswer(conversation::leave);
    }

    /** Leaves a run: one that was launched ends, unless somebody has said that it is to stay. */
    private void leave(Stage from) {
        if (!stays) {
            from.open().cancel();
        }
        from.open().close();
    }

    @Override
    public void close() {
        if (stage != null) {
            leave(stage);
            stage = null;
        }
    }

    private Stage stage() {
        if (stage == null) {
            throw Failures.refused("There is no run yet: 'launch' or 'attach' comes first");
        }
        return stage;
    }

    private Stage standing() {
        Stage found = stage();
        if (!stands) {
            throw Failures.refused("The session stands nowhere yet: 'configurationDone' comes first");
        }
        if (control.isMoving()) {
            throw Failures.refused("The session is on its way through the run; pause it first");
        }
        return found;
    }

    // --- moving ---

    /** Has the session go somewhere, after the answer, and says where it stands then. */
    void go(Function<Session, Halt> way) {
        Stage from = standing();
        conversation.afterAnswer(() -> stopped(() -> way.apply(from.session())));
    }

    /** Makes a step on a thread. */
    void step(Session.Way way, int thread, boolean fine) {
        int strand = Convert.threadFromClient(thread);
        if (standing().frames().threads().stream().noneMatch(each -> each.id() == strand)) {
            throw Failures.refused("There is no thread " + thread + " here");
        }
        go(session -> session.step(way, strand, fine));
    }

    StepInTargetsResponse stepTargets(int frame) {
        Frames frames = standing().frames();
        return stepTargets.of(standing().session(), frames.frame(frame), frames.top());
    }

    /** Steps into one of those. */
    void stepTo(int target) {
        StepTargets.Target to = stepTargets.numbered(target, standing().session());
        go(session -> session.stepTo(to));
    }

    /** The same for a way that may take long. */
    void travel(String title, boolean forwards) {
        Stage from = standing();
        conversation.afterAnswer(() -> {
            Session session = from.session();
            long to = forwards ? session.steps() : 0;
            try (Client.Progress progress =
                    client.new Progress(title, session.at().t(), to)) {
                stopped(() -> forwards ? session.resume(progress) : session.reverse(progress));
            }
        });
    }

    private void stopped(Supplier<Halt> way) {
        Stage on = stage();
        Halt halt;
        try {
            halt = way.get();
        } catch (RefusedException e) {
            client.output(String.valueOf(e.getMessage()));
            halt = on.session().pause();
        }
        on.moved();
        targets.clear();
        String news = on.file().news();
        if (news != null) {
            client.output(news);
        }
        if (!conversation.isOver()) {
            client.stopped(halt, on.session().thread());
        }
    }

    void pause() {
        if (control.isMoving()) {
            control.stop(); // the way ends with an event of its own
            return;
        }
        go(Session::pause);
    }

    // --- looking ---

    Looking looking() {
        return new Looking(standing(), convert());
    }

    Reasoning reasoning() {
        return new Reasoning(standing(), convert());
    }

    /** What there is of sources, which does not change on the way. */
    Looking reading() {
        return new Looking(stage(), convert());
    }

    ThreadsResponse threads() {
        if (!stands || control.isMoving()) {
            return threads.getThreads() == null ? main() : threads;
        }
        threads = looking().threads();
        return threads;
    }

    private static ThreadsResponse main() {
        org.eclipse.lsp4j.debug.Thread thread = new org.eclipse.lsp4j.debug.Thread();
        thread.setId(Convert.threadToClient(0));
        thread.setName("main");
        ThreadsResponse response = new ThreadsResponse();
        response.setThreads(new org.eclipse.lsp4j.debug.Thread[] {thread});
        return response;
    }

    // --- breakpoints ---

    /** Changes the breakpoints. */
    Breakpoint[] change(Function<Setting, Breakpoint[]> change) {
        Stage on = stage;
        Breakpoint[] answers = change.apply(new Setting(breakpoints, on == null ? null : on.sources(), convert()));
        if (on != null) {
            on.session().set(breakpoints.traps());
        }
        return answers;
    }

    /** What it takes to set breakpoints. */
    record Setting(BreakpointTable table, @Nullable Sources sources, Convert convert) {}

    BreakpointLocation[] locations(BreakpointLocationsArguments arguments) {
        Integer asked = arguments.getSource().getSourceReference();
        int number = asked == null ? 0 : asked;
        List<ProgramText> meant = stage().sources()
                .meant(number > 0 ? null : arguments.getSource().getPath(), number);
        if (meant.isEmpty()) {
            return new BreakpointLocation[0];
        }
        int first = convert().lineFromClient(arguments.getLine());
        Integer end = arguments.getEndLine();
        int last = end == null ? first : convert().lineFromClient(end);
        List<BreakpointLocation> found = new ArrayList<>();
        for (Mark mark : meant.getFirst().marks(number).between(first, last)) {
            BreakpointLocation location = new BreakpointLocation();
            location.setLine(convert().lineToClient(mark.start().line()));
            location.setColumn(convert().columnToClient(mark.start().column()));
            found.add(location);
        }
        return found.toArray(BreakpointLocation[]::new);
    }

    // --- other visits ---

    GotoTarget[] targets(GotoTargetsArguments arguments) {
        Stage on = standing();
        Source source = arguments.getSource();
        Integer asked = source.getSourceReference();
        int number = asked == null ? 0 : asked;
        ProgramText text = on.sources().of(on.session().runHere());
        String path = number > 0 ? null : source.getPath();
        if (!on.sources().meant(path, number).contains(text)) {
            return new GotoTarget[0];
        }
        ProgramMarks.Bound bound = text.bind(
                path,
                number,
                convert().lineFromClient(arguments.getLine()),
                convert().columnFromClient(arguments.getColumn()));
        if (!(bound instanceof ProgramMarks.Found found)) {
            return new GotoTarget[0];
        }
        List<GotoTarget> all = new ArrayList<>();
        Stop here = on.session().at();
        for (Stop visit : on.session().search().visits(found.mark().references(), MOST_VISITS)) {
            GotoTarget target = new GotoTarget();
            int id = targets.size() + 1;
            targets.put(id, visit);
            target.setId(id);
            String time = Instant.ofEpochMilli(on.session().time(visit)).toString();
            target.setLabel(found.mark().name() + " at step " + visit.t() + ", " + time
                    + (visit.t() == here.t() ? " (here)" : visit.t() < here.t() ? " (before)" : " (after)"));
            target.setLine(convert().lineToClient(found.mark().start().line()));
            target.setColumn(convert().columnToClient(found.mark().start().column()));
            all.add(target);
        }
        return all.toArray(GotoTarget[]::new);
    }

    void goTo(int id) {
        Stop visit = targets.get(id);
        if (visit == null) {
            throw Failures.refused("There is no target " + id + " here; the session has moved since it was shown");
        }
        go(session -> session.seek(visit.t()));
    }
}
