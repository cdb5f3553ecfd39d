package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProgramRequest;
import io.flowork.api.RunGroups;
import io.flowork.api.RunGroupsRequest;
import io.flowork.api.RunProgram;
import io.flowork.api.StateAt;
import io.flowork.api.StepRef;
import io.flowork.api.StepsPage;
import io.flowork.api.StepsRequest;
import io.flowork.api.Timeline;
import io.flowork.api.TimelineRequest;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Route;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.util.List;

/** What happened in runs, as resources. */
final class PastRoutes {
    private static final String PATH = "/v1/runs";
    private static final String ONE = PATH + "/{runId}";
    private static final String GROUPS = PATH + "/groups";
    private static final String FINGERPRINT = "fingerprint";
    private static final JsonObject TIME = type("string").with("format", JsonString.of("date-time"));

    private final Upstream engine;

    PastRoutes(Upstream engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", GROUPS, "groupRuns", "Groups faulted runs by what their errors have in common.")
                        .query("by", "What they are grouped by: fingerprint.")
                        .query("namespace", "Their workflow's namespace.")
                        .query("name", "Their workflow's name.")
                        .query("text", "What their id begins with, or their workflow's name or error contains.")
                        .query("since", "When the oldest was created.", TIME)
                        .query("until", "When the newest was created.", TIME)
                        .query("cursor", "Where the page before ended: its member next.")
                        .query("limit", "The most to list: 1 to 1000, usually 100.", type("integer"))
                        .reply(200, "A page of groups.", RecordJson.schema(RunGroups.class))
                        .handledBy(this::groups),
                Route.of("GET", ONE + "/program", "getProgram", "Gives a run's program as it was when the run started.")
                        .query("hash", "Another one: that of a branch, by the hash of its text.")
                        .reply(200, "The program.", RecordJson.schema(RunProgram.class))
                        .handledBy(this::program),
                Route.of("GET", ONE + "/steps", "getSteps", "Gives the steps of a run.")
                        .query("after", "The number of the step after which to begin.", type("integer"))
                        .query("limit", "The most to give: 1 to 1000, usually 100.", type("integer"))
                        .reply(200, "A page of steps.", RecordJson.schema(StepsPage.class))
                        .handledBy(this::steps),
                Route.of("GET", ONE + "/timeline", "getTimeline", "Gives all steps of a run as a picture.")
                        .query("bars", "The most bars to give: 1 to 1000, usually 500.", type("integer"))
                        .reply(200, "The picture.", RecordJson.schema(Timeline.class))
                        .handledBy(this::timeline),
                Route.of("GET", ONE + "/at/{t}", "getStateAt", "Gives a run as it stood at a step.")
                        .reply(200, "The state.", RecordJson.schema(StateAt.class))
                        .handledBy(this::at));
    }

    private Answer groups(Exchange exchange) throws InterruptedException {
        String by = exchange.query("by");
        if (by != null && !by.equals(FINGERPRINT)) {
            throw Kind.INVALID_REQUEST.because("'by' is fingerprint; it is '" + by + "'");
        }
        RunGroupsRequest request = new RunGroupsRequest(
                exchange.query("namespace"),
                exchange.query("name"),
                exchange.query("text"),
                exchange.time("since"),
                exchange.time("until"),
                exchange.query("cursor"),
                exchange.count("limit"));
        RunGroups page = engine.ask(service -> service.groups(request));
        return Paging.link(Answer.json(200, RecordJson.of(page)), exchange, GROUPS, "cursor", page.next());
    }

    private Answer program(Exchange exchange) throws InterruptedException {
        ProgramRequest request = new ProgramRequest(exchange.path("runId"), exchange.query("hash"));
        RunProgram program = engine.ask(service -> service.program(request));
        return Answer.json(200, RecordJson.of(program));
    }

    private Answer steps(Exchange exchange) throws InterruptedException {
        String run = exchange.path("runId");
        StepsRequest request = new StepsRequest(run, exchange.number("after"), exchange.count("limit"));
        StepsPage page = engine.ask(service -> service.steps(request));
        return Paging.link(
                Answer.json(200, RecordJson.of(page)),
                exchange,
                PATH + "/" + run + "/steps",
                "after",
                page.next() == null ? null : page.next().toString());
    }

    private Answer timeline(Exchange exchange) throws InterruptedException {
        TimelineRequest request = new TimelineRequest(exchange.path("runId"), exchange.count("bars"));
        Timeline timeline = engine.ask(service -> service.timeline(request));
        return Answer.json(200, RecordJson.of(timeline));
    }

    private Answer at(Exchange exchange) throws InterruptedException {
        String t = exchange.path("t");
        if (!t.matches("[0-9]{1,18}")) {
            throw Kind.INVALID_REQUEST.because("A step is called by its number, from 0; this is '" + t + "'");
        }
        StepRef request = new StepRef(exchange.path("runId"), Long.parseLong(t));
        StateAt state = engine.ask(service -> service.at(request));
        return Answer.json(200, RecordJson.of(state));
    }
}
