package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.object;
import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.api.Problem.Kind;
import io.flowork.api.RunRef;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Route;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Branches of runs as resources. */
final class BranchRoutes {
    private static final String ONE = "/v1/runs/{runId}";
    private static final String BRANCH = ONE + "/branches/{branch}";
    private static final List<String> MEMBERS =
            List.of("branch", "t", "set", "results", "input", "program", "effects", "restart", "hold", "by", "reason");

    private final Upstream engine;

    BranchRoutes(Upstream engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", ONE + "/fork", "forkRun", "Tries what would have happened: a branch beside a run.")
                        .header(RunRoutes.KEY, RunRoutes.KEY_MEANS)
                        .body(schema(), false, Answer.JSON)
                        .reply(201, "The branch.", RecordJson.schema(BranchInfo.class))
                        .handledBy(this::fork),
                Route.of("GET", ONE + "/branches", "listBranches", "Lists the branches of a run.")
                        .reply(200, "The branches.", RecordJson.schema(BranchList.class))
                        .handledBy(this::list),
                Route.of("POST", BRANCH + "/continue", "continueBranch", "Lets a branch go on that was held.")
                        .header(RunRoutes.KEY, RunRoutes.KEY_MEANS)
                        .reply(200, "The branch.", RecordJson.schema(BranchInfo.class))
                        .handledBy(this::goOn),
                Route.of("DELETE", BRANCH, "deleteBranch", "Removes a branch beside a run.")
                        .header(RunRoutes.KEY, RunRoutes.KEY_MEANS)
                        .reply(200, "The branch that is gone.", RecordJson.schema(BranchRef.class))
                        .handledBy(this::delete));
    }

    private static JsonObject schema() {
        JsonObject change = object(
                List.of("path", "value"),
                new JsonObject.Builder()
                        .put("path", type("string"))
                        .put("value", JsonObject.EMPTY)
                        .put("visit", type("integer"))
                        .build());
        JsonObject result = object(
                List.of("effect"),
                new JsonObject.Builder()
                        .put("effect", type("string"))
                        .put("output", JsonObject.EMPTY)
                        .put("error", type("object"))
                        .build());
        return object(
                List.of(),
                new JsonObject.Builder()
                        .put("branch", type("integer"))
                        .put("t", type("integer"))
                        .put("set", type("array").with("items", change))
                        .put("results", type("array").with("items", result))
                        .put("input", JsonObject.EMPTY)
                        .put("program", type("string"))
                        .put("effects", type("object"))
                        .put("restart", type("integer"))
                        .put("hold", type("boolean"))
                        .put("by", type("string"))
                        .put("reason", type("string"))
                        .build());
    }

    private Answer fork(Exchange exchange) throws InterruptedException {
        JsonObject body = exchange.isEmpty() ? JsonObject.EMPTY : exchange.object(MEMBERS);
        Long branch = number(body, "", "branch");
        List<ForkRequest.Change> changes = new ArrayList<>();
        List<ForkRequest.Result> results = new ArrayList<>();
        for (int i = 0; i < elements(body, "set").size(); i++) {
            String at = "/set/" + i;
            JsonObject change = Exchange.object(elements(body, "set").get(i), at, List.of("path", "value", "visit"));
            JsonValue value = change.get("value");
            if (value == null) {
                throw Exchange.wrong(at, "the member 'value' is missing");
            }
            changes.add(new ForkRequest.Change(needed(change, at, "path"), value, number(change, at, "visit")));
        }
        for (int i = 0; i < elements(body, "results").size(); i++) {
            String at = "/results/" + i;
            JsonObject result =
                    Exchange.object(elements(body, "results").get(i), at, List.of("effect", "output", "error"));
            results.add(new ForkRequest.Result(
                    needed(result, at, "effect"), result.get("output"), member(result, at, "error")));
        }
        ForkRequest request = new ForkRequest(
                exchange.path("runId"),
                branch == null ? null : Math.clamp(branch, -1, Integer.MAX_VALUE),
                number(body, "", "t"),
                changes,
                results,
                body.get("input"),
                text(body, "", "program"),
                member(body, "", "effects"),
                number(body, "", "restart"),
                bool(body, "hold"),
                text(body, "", "by"),
                text(body, "", "reason"),
                exchange.header(RunRoutes.KEY));
        BranchInfo made = engine.ask(service -> service.fork(request));
        return Answer.json(201, RecordJson.of(made))
                .with("Location", "/v1/runs/" + made.runId() + "/branches/" + made.branch());
    }

    private static JsonArray elements(JsonObject body, String member) {
        return switch (body.get(member)) {
            case null -> JsonArray.EMPTY;
            case JsonArray array -> array;
            case JsonValue other -> throw wrong("", member, "an array", other);
        };
    }

    private static @Nullable JsonObject member(JsonObject object, String pointer, String member) {
        return switch (object.get(member)) {
            case null -> null;
            case JsonObject inner -> inner;
            case JsonValue other -> throw wrong(pointer, member, "an object", other);
        };
    }

    private static String needed(JsonObject object, String pointer, String member) {
        String text = text(object, pointer, member);
        if (text == null) {
            throw Exchange.wrong(pointer, "the member '" + member + "' is missing");
        }
        return text;
    }

    private static @Nullable String text(JsonObject object, String pointer, String member) {
        return switch (object.get(member)) {
            case null -> null;
            case JsonString text -> text.value();
            case JsonValue other -> throw wrong(pointer, member, "a string", other);
        };
    }

    private static @Nullable Long number(JsonObject object, String pointer, String member) {
        return switch (object.get(member)) {
            case null -> null;
            case JsonInteger number -> number.value();
            case JsonValue other -> throw wrong(pointer, member, "an integer", other);
        };
    }

    private static boolean bool(JsonObject object, String member) {
        return switch (object.get(member)) {
            case null -> false;
            case JsonBoolean bool -> bool.value();
            case JsonValue other -> throw wrong("", member, "a boolean", other);
        };
    }

    private static RuntimeException wrong(String pointer, String member, String wanted, JsonValue value) {
        return Exchange.wrong(pointer + "/" + member, "this must be " + wanted + "; it is of type " + value.typeName());
    }

    private Answer list(Exchange exchange) throws InterruptedException {
        BranchList list = engine.ask(service -> service.branches(new RunRef(exchange.path("runId"))));
        return Answer.json(200, RecordJson.of(list));
    }

    private Answer goOn(Exchange exchange) throws InterruptedException {
        BranchCommand wanted = branch(exchange);
        BranchInfo info = engine.ask(service -> service.continueBranch(wanted));
        return Answer.json(200, RecordJson.of(info));
    }

    private Answer delete(Exchange exchange) throws InterruptedException {
        BranchCommand wanted = branch(exchange);
        BranchRef gone = engine.ask(service -> service.deleteBranch(wanted));
        return Answer.json(200, RecordJson.of(gone));
    }

    private static BranchCommand branch(Exchange exchange) {
        String branch = exchange.path("branch");
        if (!branch.matches("[0-9]{1,9}")) {
            throw Kind.INVALID_REQUEST.because("A branch is called by its number, from 0; this is '" + branch + "'");
        }
        return new BranchCommand(exchange.path("runId"), Integer.parseInt(branch), exchange.header(RunRoutes.KEY));
    }
}
