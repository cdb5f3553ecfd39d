package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Program;
import io.flowork.core.program.UnusableFunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Functions that are kept in files: by their URL, and in catalogs. */
class FetchedFunctionsTest {
    private static final String URL = "https://f.example/function.yaml";
    private static final String GREET = "{input: {schema: {document: {type: object, required: [name]}}},"
            + " set: {text: '${ \"Hello \" + .name }'}}";

    /** Answers fetches with these files, and every other call with the arguments it was made with. */
    private static Function<Effect.Call, Reply> files(Map<String, String> texts) {
        return call -> {
            if (!call.function().equals("resource")) {
                return new Reply.Done(call.arguments());
            }
            String uri = ((JsonString) call.arguments().get("uri")).value();
            String text = texts.get(uri);
            return text == null
                    ? Reply.fail(Kind.CONFIGURATION, 400)
                    : new Reply.Done(JsonObject.of("uri", JsonString.of(uri), "content", JsonString.of(text)));
        };
    }

    private static Trial calling(String name, String with, Map<String, String> texts) {
        return Trial.of("do: [{g: {call: '" + name + "', with: " + with + "}}]").calls(files(texts));
    }

    @Test
    void aFunctionIsFetchedByItsUrlAndDoneWithItsArguments() {
        Trial trial = calling(URL, "{name: '${ .who }'}", Map.of(URL, GREET))
                .input("{'who': 'Ann'}")
                .run()
                .completes("{'text': 'Hello Ann'}");
        assertThat(trial.steps(Step.Entered.class))
                .extracting(step -> step.at().reference())
                .containsExactly("/", "/do/0/g", URL + "#");
    }

    @Test
    void theInputIsCheckedByTheFunctionsOwnSchema() {
        Trial trial = calling(URL, "{}", Map.of(URL, GREET)).run().faults(Kind.VALIDATION, URL + "#");
        assertThat(trial.error().detail()).contains("'name' is missing");
    }

    @Test
    void itIsFetchedOnceInARun() {
        String workflow = "do: [{l: {for: {in: '[1, 2, 3]'}, do: [{g: {call: '" + URL + "', with: {name: x}}}]}}]";
        Trial trial = Trial.of(workflow).calls(files(Map.of(URL, GREET))).run();
        assertThat(trial.effects(Effect.Call.class)).hasSize(1);
    }

    @Test
    void aFunctionOfACatalogIsBelowItsEndpoint() {
        Trial.of("""
                use: {catalogs: {own: {endpoint: 'https://c.example/root/'}}}
                do: [{g: {call: 'greet:1.0.0@own', with: {name: Bo}}}]
                """)
                .calls(files(Map.of("https://c.example/root/functions/greet/1.0.0/function.yaml", GREET)))
                .run()
                .completes("{'text': 'Hello Bo'}");
    }

    @Test
    void theFetchOfACatalogIsAuthenticatedAsItsEndpointSays() {
        Trial trial = Trial.of("""
                use:
                  secrets: [key]
                  catalogs: {own: {endpoint: {uri: 'https://c.example', authentication: {bearer: {token: '${ $secrets.key }'}}}}}
                do: [{g: {call: 'greet:1.0.0@own', with: {name: Bo}}}]
                """)
                .calls(files(Map.of("https://c.example/functions/greet/1.0.0/function.yaml", GREET)))
                .run()
                .completes("{'text': 'Hello Bo'}");
        assertThat(trial.effects(Effect.Call.class).getFirst().arguments().get("authentication"))
                .isNotNull();
    }

    @Test
    void aFunctionOfTheDefaultCatalogIsBesideTheWorkflowUnlessTheEngineHasIt() {
        String path = "functions/greet/1.0.0/function.yaml";
        Trial trial = calling("greet:1.0.0@default", "{name: Al}", Map.of(path, GREET))
                .run()
                .completes("{'text': 'Hello Al'}");
        assertThat(trial.effects(Effect.Call.class).getFirst().arguments())
                .isEqualTo(Trial.json("{'uri': '" + path + "', 'function': 'greet:1.0.0@default'}"));

        Trial own = Trial.of("do: [{g: {call: 'greet:1.0.0@default', with: {name: Al}}}]")
                .calls(call -> call.function().equals("resource")
                        ? Reply.done("{'uri': '" + path + "', 'function': 'greet:1.0.0@default'}")
                        : Reply.done("'by the engine: " + call.function() + "'"))
                .run();
        own.completes("'by the engine: greet:1.0.0@default'");
    }

    @Test
    void aFunctionMayHaveTasksAndANameAndCallOthers() {
        String list = "{twice: {do: [{a: {call: 'https://f.example/b.yaml', with: {n: '${ .n }'}}},"
                + " {b: {call: 'https://f.example/b.yaml', with: {n: '${ .n }'}}}]}}";
        Trial trial = calling(URL, "{n: 1}", Map.of(URL, list, "https://f.example/b.yaml", "{set: {n: '${ .n * 5 }'}}"))
                .run()
                .completes("{'n': 25}");
        assertThat(trial.steps(Step.Entered.class))
                .extracting(step -> step.at().reference())
                .contains(URL + "#/twice", URL + "#/twice/do/0/a", "https://f.example/b.yaml#");
    }

    @Test
    void aFunctionThatCallsItselfForEverIsStopped() {
        Trial trial = calling(URL, "{}", Map.of(URL, "{call: '" + URL + "'}"))
                .limits(Limits.DEFAULT.with("task-depth", 50))
                .run();
        assertThat(trial.error().detail()).contains("call itself").contains("50");
    }

    @Test
    void effectsInsideAreTheFunctions() {
        Trial trial = calling(
                        URL,
                        "{n: 2}",
                        Map.of(
                                URL,
                                "{do: [{c: {call: http, with: {method: get, endpoint: 'https://x.example/{n}'}}}]}"))
                .run()
                .completes("{'method': 'get', 'endpoint': 'https://x.example/2'}");
        assertThat(trial.effects(Effect.Call.class).getLast().reference()).isEqualTo(URL + "#/do/0/c");
    }

    @Test
    void theSecretsOfTheWorkflowAreNotThoseOfAFunctionFromElsewhere() {
        Trial trial = Trial.of("use: {secrets: [key]}\ndo: [{g: {call: '" + URL + "', with: {x: 1}}}]")
                .calls(files(Map.of(URL, "{set: {all: '${ $secrets }'}}")))
                .run();
        trial.completes("{'all': {}}");
        Trial named = Trial.of("use: {secrets: [key]}\ndo: [{g: {call: '" + URL + "', with: {x: 1}}}]")
                .calls(files(Map.of(
                        URL,
                        "{call: http, with: {method: get, endpoint: {uri: 'https://x.example',"
                                + " authentication: {bearer: {use: key}}}}}")))
                .run()
                .faults(Kind.CONFIGURATION, "/do/0/g");
        assertThat(named.error().detail()).contains("key");
    }

    @Test
    void aFileThatIsNoFunctionSaysWhereItIsWrong() {
        assertThat(unusable("{do: [{a: {sett: {}}}]}"))
                .contains(URL)
                .contains("line 1")
                .contains("sett");
        assertThat(unusable("[1, 2]")).contains("no object");
        assertThat(unusable("set: {x: '${ $nope }'}")).contains("nope");
        assertThat(unusable("set: {x: '${ .a. }'}")).contains("line 1");
        assertThat(unusable("{call: 'other:1.0.0@nowhere'}")).contains("no catalog 'nowhere'");
        assertThat(unusable("")).contains("cannot be used");
    }

    private static String unusable(String text) {
        Trial trial = calling(URL, "{}", Map.of(URL, text)).run().faults(Kind.CONFIGURATION, "/do/0/g");
        return String.valueOf(trial.error().detail());
    }

    @Test
    void aNameCannotLeaveItsCatalog() {
        Trial trial = calling("../../x:1.0.0@default", "{}", Map.of()).run().faults(Kind.CONFIGURATION, "/do/0/g");
        assertThat(trial.error().detail()).contains("..");
        assertThat(trial.effects(Effect.Call.class)).isEmpty();
    }

    @Test
    void aFetchThatFailsIsAnErrorThatCanBeCaught() {
        Trial.of("do: [{t: {try: [{g: {call: '" + URL + "'}}], catch: {do: [{s: {set: {caught: true}}}]}}}]")
                .calls(files(Map.of()))
                .run()
                .completes("{'caught': true}");
    }

    @Test
    void twoRunsOfOneProgramMayHaveFetchedDifferentTexts() throws UnusableFunctionException {
        Program program = Trial.program("do: [{g: {call: '" + URL + "'}}]");
        String first = "{do: [{w: {wait: PT1S}}]}";
        String second = "{do: [{s: {set: {x: 2}}}]}";
        assertThat(program.function(URL, first).get(0).reference()).isEqualTo(URL + "#");
        assertThat(program.function(URL, second).get(0).reference()).isEqualTo(URL + "#");
        assertThat(program.node(URL + "#/do/0/w", first).name()).isEqualTo("w");
        assertThat(program.node(URL + "#/do/0/s", second).name()).isEqualTo("s");
        assertThat(program.node(URL + "#/do/0/s").name()).isEqualTo("s");
        assertThatThrownBy(() -> program.node(URL + "#/do/0/w", second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/do/0/w");
    }

    @Test
    void whatWasFetchedIsInTheState() {
        Trial trial = calling(URL, "{name: x}", Map.of(URL, GREET)).run();
        JsonValue resources = trial.state().toJson().get("resources");
        assertThat(resources).isInstanceOf(JsonObject.class);
        assertThat(((JsonObject) resources).get(URL)).isNotNull().isNotEqualTo(JsonArray.EMPTY);
    }
}
