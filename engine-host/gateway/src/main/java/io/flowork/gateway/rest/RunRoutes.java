package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.object;
import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.api.CommandResult;
import io.flowork.api.EngineService;
import io.flowork.api.JournalPage;
import io.flowork.api.JournalRequest;
import io.flowork.api.Problem.Kind;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunCommand;
import io.flowork.api.RunInfo;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunPage;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.StartRequest;
import io.flowork.api.StartResult;
import io.flowork.api.WorkflowRef;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Guard;
import io.flowork.gateway.http.Route;
import io.flowork.gateway.stream.RunEventStream;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Suggestions;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs as resources. */
final class RunRoutes {
    /** The header that makes what is repeated one. */
    static final String KEY = "Idempotency-Key";

    /** What it means with a command to a run. */
    static final String KEY_MEANS =
            "The command's id among those to the run: given again it is done once. At most 255 characters.";

    private static final String PATH = "/v1/runs";
    private static final String ONE = PATH + "/{runId}";
    private static final JsonObject TIME = type("string").with("format", JsonString.of("date-time"));

    private final Upstream engine;
    private final RunEventStream.Opener streams;
    private final Guard guard;

    RunRoutes(Upstream engine, RunEventStream.Opener streams, Guard guard) {
        this.engine = engine;
        this.streams = streams;
        this.guard = guard;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                Route.of("POST", PATH, "startRun", "Starts a run; waits for its end if that is wanted.")
                        .header(KEY, "Two starts with one key are one run. At most 255 characters.")
                        .body(startSchema(), true, Answer.JSON)
                        .reply(202, "The start is durable.", started())
                        .reply(200, "The run has ended within the time to wait.", RecordJson.schema(RunInfo.class))
                        .handledBy(this::start),
                Route.of("GET", PATH, "listRuns", "Lists runs, the newest first.")
                        .query("status", "Where they stand; several with commas between them.", type("string"))
                        .query("namespace", "Their workflow's namespace.")
                        .query("name", "Their workflow's name.")
                        .query("parent", "The run that started them.")
                        .query("fingerprint", "What their errors have in common.")
                        .query("text", "What their id begins with, or their workflow's name or error contains.")
                        .query("since", "When the oldest was created.", TIME)
                        .query("until", "When the newest was created.", TIME)
                        .query("cursor", "Where the page before ended: its member next.")
                        .query("limit", "The most to list: 1 to 1000, usually 100.", type("integer"))
                        .reply(200, "A page of runs.", RecordJson.schema(RunPage.class))
                        .handledBy(this::list),
                Route.of("GET", ONE, "getRun", "Gives a run with its data.")
                        .reply(200, "The run.", RecordJson.schema(RunInfo.class))
                        .handledBy(this::get),
                Route.of("GET", ONE + "/journal", "getJournal", "Gives the entries of a run's journal.")
                        .query("branch", "The branch; 0 is the run itself.", type("integer"))
                        .query("after", "The number of the entry after which to begin.", type("integer"))
                        .query("limit", "The most to give: 1 to 1000, usually 100.", type("integer"))
                        .reply(200, "A page of the journal.", RecordJson.schema(JournalPage.class))
                        .handledBy(this::journal),
                Route.of("GET", ONE + "/events", "followRun", "Follows a run as server-sent events until it has ended.")
                        .query("after", "The number of the entry after which to begin.", type("integer"))
                        .query(
                                "chain",
                                "The chain of that entry, as it was seen: 409 says that the run has no such past.",
                                type("string"))
                        .header("Last-Event-ID", "The id of the last event that was seen.")
                        .reply(
                                200,
                                "Events of the types entry, status, ended and failed.",
                                RunEventStream.TYPE,
                                type("string"))
                        .reply(204, "All events of the run were seen.")
                        .handledBy(this::events)));
        routes.add(command("cancel", "Ends a run as soon as it can be stopped.", EngineService::cancel));
        routes.add(command("suspend", "Stops a run for now.", EngineService::suspend));
        routes.add(command("resume", "Lets a suspended run go on.", EngineService::resume));
        routes.add(command(
                "terminate",
                "Ends a run, also one that cannot go on because its workflow or its journal cannot be read any more.",
                EngineService::terminate));
        routes.add(Route.of("POST", ONE + "/retry", "retryRun", "Lets a run that has ended go on as a new branch.")
                .header(KEY, KEY_MEANS)
                .body(object(List.of(), JsonObject.of("from", type("string"), "reason", type("string"))), false, Answer.JSON)
                .reply(202, "The run goes on.", RecordJson.schema(CommandResult.class))
                .handledBy(this::retry));
        return routes;
    }

    // --- starting ---

    private static JsonObject startSchema() {
        JsonObject workflow = object(
                List.of("namespace", "name"),
                JsonObject.of("namespace", type("string"), "name", type("string")).with("version", type("string")));
        JsonObject wait = type("string").with("format", JsonString.of("duration"));
        return object(
                List.of("workflow"),
                JsonObject.of("workflow", workflow, "input", JsonObject.EMPTY).with("wait", wait));
    }

    private static JsonObject started() {
        return object(
                List.of("runId", "repeated"), JsonObject.of("runId", type("string"), "repeated", type("boolean")));
    }

    private Answer start(Exchange exchange) throws InterruptedException {
        JsonObject body = exchange.object(List.of("workflow", "input", "wait"));
        JsonValue named = body.get("workflow");
        if (named == null) {
            throw Exchange.wrong("", "the member 'workflow' is missing");
        }
        JsonObject workflow = Exchange.object(named, "/workflow", List.of("namespace", "name", "version"));
        StartRequest request = new StartRequest(
                new WorkflowRef(
                        needed(workflow, "namespace"),
                        needed(workflow, "name"),
                        text(workflow, "/workflow", "version")),
                body.get("input"),
                exchange.header(KEY),
                wait(text(body, "", "wait")));
        StartResult result = engine.ask(service -> service.start(request));
        RunInfo run = result.run();
        Answer.Whole answer = run != null
                ? Answer.json(200, RecordJson.of(run))
                : Answer.json(
                        202,
                        new JsonObject.Builder()
                                .put("runId", result.runId())
                                .put("repeated", result.repeated() ? JsonBoolean.TRUE : JsonBoolean.FALSE)
                                .build());
        return answer.with("Location", PATH + "/" + result.runId());
    }

    private static String needed(JsonObject workflow, String member) {
        String text = text(workflow, "/workflow", member);
        if (text == null) {
            throw Exchange.wrong("/workflow", "the member '" + member + "' is missing");
        }
        return text;
    }

    private static @Nullable String text(JsonObject object, String pointer, String member) {
        return switch (object.get(member)) {
            case null -> null;
            case JsonString text -> text.value();
            case JsonValue other ->
                throw Exchange.wrong(
                        pointer + "/" + member, "this must be a string; it is of type " + other.typeName());
        };
    }

    private static @Nullable Long wait(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Duration.parse(text).toMillis();
        } catch (DateTimeException | ArithmeticException e) {
            throw Exchange.wrong("/wait", "this must be a duration such as PT5S; it is '" + text + "'");
        }
    }

    // --- reading ---

    private Answer list(Exchange exchange) throws InterruptedException {
        List<RunStatus> statuses =
                exchange.queries("status").stream().map(RunRoutes::status).toList();
        RunListRequest request = new RunListRequest(
                statuses,
                exchange.query("namespace"),
                exchange.query("name"),
                exchange.query("parent"),
                exchange.query("fingerprint"),
                exchange.query("text"),
                exchange.time("since"),
                exchange.time("until"),
                exchange.query("cursor"),
                exchange.count("limit"));
        RunPage page = engine.ask(service -> service.listRuns(request));
        return Paging.link(Answer.json(200, RecordJson.of(page)), exchange, PATH, "cursor", page.next());
    }

    private static RunStatus status(String name) {
        RunStatus status = RunStatus.of(name);
        if (status == null) {
            List<String> names =
                    Arrays.stream(RunStatus.values()).map(RunStatus::text).toList();
            throw Kind.INVALID_REQUEST.because("There is no status '%s'%s; there are %s"
                    .formatted(name, Suggestions.didYouMean(name, names), String.join(", ", names)));
        }
        return status;
    }

    private Answer get(Exchange exchange) throws InterruptedException {
        RunInfo run = engine.ask(service -> service.getRun(new RunRef(exchange.path("runId"))));
        return Answer.json(200, RecordJson.of(run));
    }

    private Answer journal(Exchange exchange) throws InterruptedException {
        String run = exchange.path("runId");
        JournalRequest request =
                new JournalRequest(run, exchange.count("branch"), exchange.number("after"), exchange.count("limit"));
        JournalPage page = engine.ask(service -> service.journal(request));
        return Paging.link(
                Answer.json(200, RecordJson.of(page)),
                exchange,
                PATH + "/" + run + "/journal",
                "after",
                page.next() == null ? null : page.next().toString());
    }

    private Answer events(Exchange exchange) throws InterruptedException {
        RunInfo run = engine.ask(service -> service.getRun(new RunRef(exchange.path("runId"))));
        String last = exchange.header("Last-Event-ID");
        if (RunEventStream.LAST_ID.equals(last)) {
            return Answer.empty(204);
        }
        RunEventStream.After after = last == null
                ? new RunEventStream.After(null, exchange.number("after"), exchange.query("chain"))
                : RunEventStream.After.ofId(last, exchange.query("chain"));
        if (after == null) {
            throw Kind.INVALID_REQUEST.because("'" + last + "' is no id of an event of this run");
        }
        String authorization = exchange.header("Authorization");
        return streams.open(run.runId(), after, RecordJson::of, () -> guard.knowsToken(authorization));
    }

    // --- commands ---

    private Answer retry(Exchange exchange) throws InterruptedException {
        JsonObject body = exchange.isEmpty() ? JsonObject.EMPTY : exchange.object(List.of("from", "reason"));
        RetryRequest request = new RetryRequest(
                exchange.path("runId"), text(body, "", "from"), text(body, "", "reason"), exchange.header(KEY));
        CommandResult result = engine.ask(service -> service.retry(request));
        return Answer.json(202, RecordJson.of(result));
    }

    private Route command(
            String name,
            String summary,
            BiFunction<EngineService, RunCommand, CompletableFuture<CommandResult>> command) {
        return Route.of("POST", ONE + "/" + name, name + "Run", summary)
                .header(KEY, KEY_MEANS)
                .body(object(List.of(), JsonObject.of("reason", type("string"))), false, Answer.JSON)
                .reply(202, "The run was told.", RecordJson.schema(CommandResult.class))
                .handledBy(exchange -> {
                    String reason = exchange.isEmpty() ? null : text(exchange.object(List.of("reason")), "", "reason");
                    RunCommand request = new RunCommand(exchange.path("runId"), reason, exchange.header(KEY));
                    CommandResult result = engine.ask(service -> command.apply(service, request));
                    return Answer.json(202, RecordJson.of(result));
                });
    }
}
