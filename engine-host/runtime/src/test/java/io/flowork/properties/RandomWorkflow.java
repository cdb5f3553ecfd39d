package io.flowork.properties;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes workflows with every kind of task, nested and combined at random. Valid, but rarely sensible. */
final class RandomWorkflow {
    /** The types of the events that workflows listen to. */
    static final List<String> EVENT_TYPES = List.of("red", "green", "blue");

    private final RandomGenerator random;
    private final RandomExpressions expressions;
    private int tasksLeft;
    private int functions;

    RandomWorkflow(RandomGenerator random) {
        this.random = random;
        this.expressions = new RandomExpressions(random);
    }

    JsonObject workflow() {
        tasksLeft = 5 + random.nextInt(60);
        JsonObject.Builder workflow = new JsonObject.Builder()
                .put(
                        "document",
                        new JsonObject.Builder()
                                .put("dsl", "1.0.3")
                                .put("namespace", "random")
                                .put("name", "workflow")
                                .put("version", "1.0.0")
                                .build());
        if (chance(10)) {
            workflow.put("input", JsonObject.of("from", text(expressions.data(List.of()))));
        }
        JsonObject use = use();
        if (!use.isEmpty()) {
            workflow.put("use", use);
        }
        workflow.put("do", tasks(List.of(), 4));
        if (chance(10)) {
            workflow.put("timeout", timeout());
        }
        if (chance(10)) {
            workflow.put("output", JsonObject.of("as", text(expressions.data(List.of()))));
        }
        return workflow.build();
    }

    private JsonObject use() {
        JsonObject use = JsonObject.EMPTY;
        if (chance(40)) {
            JsonObject first = task(List.of(), List.of(), 2);
            functions = 1;
            use = use.with("functions", JsonObject.of("f0", first, "f1", task(List.of(), List.of(), 2)));
            functions = 2;
        }
        if (chance(25)) {
            JsonArray extensions = JsonArray.EMPTY;
            for (int i = 0; i <= random.nextInt(2); i++) {
                extensions = extensions.append(JsonObject.of("x" + i, extension()));
            }
            use = use.with("extensions", extensions);
        }
        return use;
    }

    private JsonObject extension() {
        JsonObject.Builder extension = new JsonObject.Builder()
                .put("extend", expressions.one(List.of("all", "set", "call", "for", "try", "listen", "composite")));
        if (chance(30)) {
            extension.put("when", expressions.condition(List.of()));
        }
        boolean before = chance(70);
        if (before) {
            extension.put("before", tasks(List.of(), 1));
        }
        if (!before || chance(50)) {
            extension.put("after", tasks(List.of(), 1));
        }
        return extension.build();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static JsonString text(String text) {
        return JsonString.of(text);
    }

    private JsonArray tasks(List<String> variables, int depth) {
        int count = 1 + random.nextInt(4);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("t" + i);
        }
        List<JsonValue> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(JsonObject.of(name, task(names, variables, depth)));
        }
        return JsonArray.of(tasks);
    }

    private JsonObject task(List<String> names, List<String> variables, int depth) {
        tasksLeft--;
        JsonObject.Builder task = new JsonObject.Builder();
        if (chance(15)) {
            task.put("if", expressions.condition(variables));
        }
        if (chance(15)) {
            task.put("input", stage("from", variables));
        }
        body(task, names, variables, depth);
        if (chance(15)) {
            task.put("output", stage("as", variables));
        }
        if (chance(12)) {
            task.put("export", stage("as", variables));
        }
        if (chance(10)) {
            task.put("timeout", timeout());
        }
        if (chance(15)) {
            task.put("then", directive(names));
        }
        return task.build();
    }

    private JsonObject stage(String transform, List<String> variables) {
        JsonObject stage = JsonObject.EMPTY;
        if (chance(15)) {
            stage = stage.with("schema", JsonObject.of("document", JsonObject.of("type", text("object"))));
        } else if (chance(10)) {
            stage = stage.with(
                    "schema",
                    JsonObject.of(
                            "resource",
                            JsonObject.of("endpoint", text("https://schemas.example/" + random.nextInt(2)))));
        }
        if (stage.isEmpty() || chance(70)) {
            stage = stage.with(
                    transform,
                    chance(70)
                            ? text(expressions.data(variables))
                            : JsonObject.of("a", expressions.template(variables, 1)));
        }
        return stage;
    }

    private JsonObject timeout() {
        return JsonObject.of("after", millis(4_000));
    }

    private JsonObject millis(int most) {
        return JsonObject.of("milliseconds", JsonNumber.of(1 + random.nextInt(most)));
    }

    private String directive(List<String> names) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of("continue", "exit", "end"));
        return expressions.one(all);
    }

    private void body(JsonObject.Builder task, List<String> names, List<String> variables, int depth) {
        boolean leaf = depth == 0 || tasksLeft <= 0;
        switch (leaf ? random.nextInt(11) : random.nextInt(20)) {
            case 0, 1, 2 -> task.put("set", set(variables));
            case 3 -> task.put("switch", cases(names, variables));
            case 4 -> task.put("wait", chance(80) ? millis(2_000) : text("${ \"PT\\(.n? // 1)S\" }"));
            case 5 -> {
                if (chance(50)) {
                    task.put("raise", JsonObject.of("error", error(variables)));
                } else {
                    task.put("wait", millis(500));
                }
            }
            case 6 -> task.put("emit", JsonObject.of("event", JsonObject.of("with", event(variables))));
            case 7, 8 -> call(task, variables);
            case 9 -> task.put("run", run(variables));
            case 10, 11 -> listen(task, variables, leaf ? 0 : depth - 1);
            case 12, 13 -> task.put("do", tasks(variables, depth - 1));
            case 14, 15 -> loop(task, variables, depth - 1);
            case 16 -> task.put("fork", fork(variables, depth - 1));
            default -> attempt(task, names, variables, depth - 1);
        }
    }

    private JsonValue set(List<String> variables) {
        if (chance(60)) {
            return text("${ " + expressions.data(variables) + " }");
        }
        return JsonObject.of("a", expressions.template(variables, 2), "n", text("${ (.n? // 0) + 1 }"));
    }

    private JsonArray cases(List<String> names, List<String> variables) {
        JsonArray cases = JsonArray.EMPTY;
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            JsonObject chosen = JsonObject.of("then", text(directive(names)));
            if (i + 1 < count || chance(60)) {
                chosen = chosen.with("when", text(expressions.condition(variables)));
            }
            cases = cases.append(JsonObject.of("c" + i, chosen));
        }
        return cases;
    }

    private JsonObject error(List<String> variables) {
        return new JsonObject.Builder()
                .put(
                        "type",
                        expressions.one(List.of(
                                "https://serverlessworkflow.io/spec/1.0.0/errors/communication",
                                "https://errors.example/odd",
                                "${ .a? }")))
                .put("status", JsonNumber.of(400 + random.nextInt(4)))
                .put("detail", "${ \"because \\(" + expressions.data(variables) + ")\" }")
                .build();
    }

    private JsonObject event(List<String> variables) {
        return JsonObject.of("type", text(expressions.one(EVENT_TYPES)), "data", expressions.template(variables, 1));
    }

    private void call(JsonObject.Builder task, List<String> variables) {
        if (functions > 0 && chance(40)) {
            task.put("call", "f" + random.nextInt(functions))
                    .put("with", JsonObject.of("a", expressions.template(variables, 1)));
        } else if (chance(20)) {
            task.put("call", "openapi")
                    .put(
                            "with",
                            JsonObject.of(
                                    "document",
                                    JsonObject.of("endpoint", text("https://apis.example/" + random.nextInt(2))),
                                    "operationId",
                                    text("operation")));
        } else {
            task.put("call", "http")
                    .put(
                            "with",
                            new JsonObject.Builder()
                                    .put("method", "post")
                                    .put("endpoint", "https://calls.example/")
                                    .put("body", expressions.template(variables, 1))
                                    .build());
        }
    }

    private JsonObject run(List<String> variables) {
        JsonObject run = chance(60)
                ? JsonObject.of(
                        "workflow",
                        new JsonObject.Builder()
                                .put("namespace", "random")
                                .put("name", "child")
                                .put("version", "1.0.0")
                                .put("input", JsonObject.of("a", expressions.template(variables, 1)))
                                .build())
                : JsonObject.of("shell", JsonObject.of("command", text("true")), "return", text("all"));
        return chance(30) ? run.with("await", JsonBoolean.FALSE) : run;
    }

    private void listen(JsonObject.Builder task, List<String> variables, int depth) {
        JsonObject to = switch (random.nextInt(5)) {
            case 0 -> JsonObject.of("one", filter());
            case 1 -> JsonObject.of("all", JsonArray.of(filter(), filter()));
            case 2 -> JsonObject.of("any", JsonArray.of(filter(), filter()));
            case 3 ->
                JsonObject.of("any", JsonArray.of(filter()), "until", text("length >= " + (1 + random.nextInt(3))));
            default -> JsonObject.of("any", JsonArray.of(filter()), "until", JsonObject.of("one", filter()));
        };
        JsonObject listen = JsonObject.of("to", to);
        if (chance(30)) {
            listen = listen.with("read", text(expressions.one(List.of("data", "envelope", "raw"))));
        }
        task.put("listen", listen);
        if (chance(50)) {
            List<String> inside = with(variables, "event", "place");
            JsonObject foreach = JsonObject.of("item", text("event"), "at", text("place"));
            if (depth > 0 || chance(50)) {
                foreach = foreach.with("do", tasks(inside, Math.max(0, depth)));
            }
            if (chance(30)) {
                foreach = foreach.with("output", stage("as", inside));
            }
            if (chance(20)) {
                foreach = foreach.with("export", stage("as", inside));
            }
            task.put("foreach", foreach);
        }
    }

    private JsonObject filter() {
        JsonObject filter = JsonObject.of("with", JsonObject.of("type", text(expressions.one(EVENT_TYPES))));
        if (chance(20)) {
            filter = filter.with("correlate", JsonObject.of("same", JsonObject.of("from", text(".data.a?"))));
        }
        return filter;
    }

    private static List<String> with(List<String> variables, String... more) {
        List<String> all = new ArrayList<>(variables);
        all.addAll(List.of(more));
        return all;
    }

    private void loop(JsonObject.Builder task, List<String> variables, int depth) {
        List<String> inside = with(variables, "item", "index");
        JsonValue in = switch (random.nextInt(3)) {
            case 0 -> text("[range(" + random.nextInt(5) + ")]");
            case 1 -> text("[.a?]");
            default ->
                JsonArray.of(
                        JsonObject.of("a", expressions.template(variables, 1)), JsonObject.of("b", JsonNumber.of(7)));
        };
        task.put("for", JsonObject.of("in", in));
        if (chance(25)) {
            task.put("while", expressions.condition(inside));
        }
        task.put("do", tasks(inside, depth));
    }

    private JsonObject fork(List<String> variables, int depth) {
        List<JsonValue> branches = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            branches.add(JsonObject.of("b" + i, task(List.of(), variables, depth)));
        }
        JsonObject fork = JsonObject.of("branches", JsonArray.of(branches));
        return chance(40) ? fork.with("compete", JsonBoolean.TRUE) : fork;
    }

    private void attempt(JsonObject.Builder task, List<String> names, List<String> variables, int depth) {
        List<String> inside = with(variables, "error");
        task.put("try", tasks(variables, depth));
        JsonObject handler = JsonObject.EMPTY;
        if (chance(30)) {
            handler = handler.with(
                    "errors", JsonObject.of("with", JsonObject.of("status", JsonNumber.of(400 + random.nextInt(3)))));
        }
        if (chance(15)) {
            handler = handler.with("when", text(expressions.condition(inside)));
        }
        if (chance(10)) {
            handler = handler.with("exceptWhen", text(expressions.condition(inside)));
        }
        if (chance(50)) {
            handler = handler.with("retry", retry(inside));
        }
        if (chance(60)) {
            handler = handler.with("do", tasks(inside, depth));
        }
        if (chance(15)) {
            handler = handler.with("then", text(directive(names)));
        }
        task.put("catch", handler);
    }

    private JsonObject retry(List<String> inside) {
        JsonObject attempt = JsonObject.of("count", JsonNumber.of(random.nextInt(3)));
        if (chance(30)) {
            attempt = attempt.with("duration", millis(3_000));
        }
        JsonObject limit = JsonObject.of("attempt", attempt);
        JsonObject.Builder retry = new JsonObject.Builder()
                .put("limit", chance(20) ? limit.with("duration", millis(9_000)) : limit)
                .put(
                        "backoff",
                        JsonObject.of(expressions.one(List.of("constant", "linear", "exponential")), JsonObject.EMPTY));
        if (chance(70)) {
            retry.put("delay", millis(2_000));
        }
        if (chance(30)) {
            retry.put("jitter", JsonObject.of("from", millis(100), "to", millis(1_000)));
        }
        if (chance(15)) {
            retry.put("when", expressions.condition(inside));
        }
        return retry.build();
    }
}
