package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How data goes into tasks, through them and out again. */
class DataFlowTest {
    @Test
    void everyStageInItsOrder() {
        Trial trial = Trial.of("""
                input: {from: '. + ["workflow in"]'}
                output: {as: '. + ["workflow out"]'}
                do:
                  - a:
                      if: . == ["raw", "workflow in"]
                      input: {from: '. + ["in"]'}
                      set: '${ . + ["set"] }'
                      output: {as: '. + ["out"]'}
                      export: {as: '{transformed: ., before: $context}'}
                """).input("['raw']").run();
        trial.completes("['raw', 'workflow in', 'in', 'set', 'out', 'workflow out']");
        trial.context("{'transformed': ['raw', 'workflow in', 'in', 'set', 'out'], 'before': ['raw', 'workflow in']}");
        assertThat(trial.steps(Step.Evaluated.class))
                .extracting(Step.Evaluated::stage)
                .isEqualTo(List.of("input.from", "if", "input.from", "set", "output.as", "export.as", "output.as"));
    }

    @Test
    void theInputSchemaSeesTheRawInput() {
        Trial.of("""
                do:
                  - a:
                      input: {schema: {document: {type: object, required: [x]}}, from: .x}
                      set: '${ . }'
                """).input("{'x': 5}").run().completes("5");
    }

    @Test
    void anInputThatDoesNotFitItsSchemaIsAValidationErrorOfTheTask() {
        Trial trial = Trial.of("do: [{a: {input: {schema: {document: {required: [x]}}}, set: {done: true}}}]")
                .run()
                .faults(Kind.VALIDATION, "/do/0/a");
        assertThat(trial.error().status()).isEqualTo(400);
        assertThat(trial.error().detail()).contains("'x'");
    }

    @Test
    void theOutputSchemaSeesTheTransformedOutput() {
        Trial.of("do: [{a: {set: {x: 1}, output: {as: .x, schema: {document: {type: integer}}}}}]")
                .run()
                .completes("1");
        Trial.of("do: [{a: {set: {x: 1}, output: {as: .x, schema: {document: {type: object}}}}}]")
                .run()
                .faults(Kind.VALIDATION, "/do/0/a");
    }

    @Test
    void theExportSchemaSeesTheNewContext() {
        Trial.of("do: [{a: {set: '${ 1 }', export: {as: '{n: .}', schema: {document: {required: [n]}}}}}]")
                .run()
                .context("{'n': 1}");
        Trial.of("do: [{a: {set: '${ 1 }', export: {as: '{n: .}', schema: {document: {required: [m]}}}}}]")
                .run()
                .faults(Kind.VALIDATION, "/do/0/a");
    }

    @Test
    void theWorkflowsSchemasAreChecked() {
        Trial.of("input: {schema: {document: {type: array}}}\ndo: [{a: {set: {done: true}}}]")
                .run()
                .faults(Kind.VALIDATION, "/")
                .enters();
        Trial.of("output: {as: .x, schema: {document: {type: string}}}\ndo: [{a: {set: {x: 1}}}]")
                .run()
                .faults(Kind.VALIDATION, "/");
    }

    @Test
    void exportReplacesTheContext() {
        Trial.of("""
                do:
                  - a: {set: '${ 1 }', export: {as: '{a: .}'}}
                  - b: {set: '${ 2 }', export: {as: '{b: .}'}}
                """).run().context("{'b': 2}").completes("2");
    }

    @Test
    void setReplacesTheData() {
        Trial.of("do: [{a: {set: {x: 1}}}, {b: {set: {y: 2}}}]")
                .input("{'z': 3}")
                .run()
                .completes("{'y': 2}");
    }

    @Test
    void setMayBeASingleExpression() {
        Trial.of("do: [{a: {set: '${ [.[] * 2] }'}}]").input("[1, 2]").run().completes("[2, 4]");
    }

    @Test
    void anExpressionInsideATextIsText() {
        Trial.of("do: [{a: {set: {x: 'hello ${ .name }'}}}]")
                .input("{'name': 'Ann'}")
                .run()
                .completes("{'x': 'hello ${ .name }'}");
    }

    @Test
    void anExpressionInInputDataIsNeverEvaluated() {
        Trial.of("do: [{a: {set: '${ . }'}}, {b: {set: {x: '${ .e }'}}}]")
                .input("{'e': '${ 1 + 1 }'}")
                .run()
                .completes("{'x': '${ 1 + 1 }'}");
    }

    @Test
    void templatesKeepTheirKeysInOrder() {
        Trial trial = Trial.of("do: [{a: {set: {z: '${ 1 }', a: [1, '${ 2 }', {q: '${ 3 }'}], m: x}}}]")
                .run();
        assertThat(trial.state().output()).hasToString("{\"z\":1,\"a\":[1,2,{\"q\":3}],\"m\":\"x\"}");
    }

    @Test
    void inLooseModeATextThatFailsStands() {
        Trial.of("""
                evaluate: {mode: loose}
                do: [{a: {set: {sum: 1 + 1, text: 'hello world', path: .x.y.z, same: '"q"'}}}]
                """)
                .input("{'x': 1}")
                .run()
                .completes("{'sum': 2, 'text': 'hello world', 'path': '.x.y.z', 'same': 'q'}");
    }

    @Test
    void theArgumentsOfExpressions() {
        Trial trial = Trial.of("""
                do:
                  - a:
                      input: {from: '{i: .}'}
                      set: '${ {task: $task | del(.definition, .startedAt), input: $input,
                        startedAt: $task.startedAt, run: $workflow.id, raw: $workflow.input,
                        name: $workflow.definition.document.name, runtime: $runtime.name,
                        def: ($task.definition | keys)} }'
                      output: {as: '. + {out: $task.output.run, context: $context}'}
                """).input("5").run();
        trial.completes("""
                {"task": {"name": "a", "reference": "/do/0/a", "input": 5, "output": null}, "input": {"i": 5},
                 "startedAt": {"iso8601": "2026-01-01T00:00:00Z",
                   "epoch": {"seconds": 1767225600, "milliseconds": 1767225600000}},
                 "run": "run-1", "raw": 5, "name": "trial", "runtime": "flowork", "def": ["input", "output", "set"],
                 "out": "run-1", "context": 5}""");
    }

    @Test
    void outputIsTheTransformedOneWhenItIsExported() {
        Trial.of(
                        "do: [{a: {set: '${ 1 }', output: {as: '[.]'}, export: {as: '{o: $output, dot: ., raw: $task.output}'}}}]")
                .run()
                .context("{'o': [1], 'dot': [1], 'raw': 1}");
    }

    @Test
    void severalOutputsAreAnArrayAndNoneIsNull() {
        Trial.of("do: [{a: {set: {many: '${ 1, 2 }', none: '${ empty }'}}}]")
                .run()
                .completes("{'many': [1, 2], 'none': null}");
    }

    @Test
    void aFailingExpressionSaysWhereAndWhat() {
        Trial trial = Trial.of("do: [{a: {do: [{b: {set: {x: '${ .a | error }'}}}]}}]")
                .input("{'a': 'no good'}")
                .run()
                .faults(Kind.EXPRESSION, "/do/0/a/do/0/b");
        assertThat(trial.error().status()).isEqualTo(400);
        assertThat(trial.error().detail()).contains("no good").contains(".a | error");
    }

    @Test
    void stagesThatFailAreErrorsOfTheirTask() {
        Trial.of("do: [{a: {set: '${ 1 }', output: {as: .x}}}]").run().faults(Kind.EXPRESSION, "/do/0/a");
        Trial.of("do: [{a: {set: '${ 1 }', export: {as: .x}}}]").run().faults(Kind.EXPRESSION, "/do/0/a");
        Trial.of("do: [{a: {set: '${ 1 }', input: {from: .x}}}]")
                .input("1")
                .run()
                .faults(Kind.EXPRESSION, "/do/0/a");
        Trial.of("output: {as: .x}\ndo: [{a: {set: '${ 1 }'}}]").run().faults(Kind.EXPRESSION, "/");
    }

    @Test
    void aSecretIsAHandleThatNeverShowsItsBytes() {
        Trial trial = Trial.of("""
                use: {secrets: [key]}
                do:
                  - a:
                      call: http
                      with:
                        method: get
                        endpoint: https://x.example
                        headers: {authorization: '${ "Bearer \\($secrets.key)" }'}
                """).calls("1").run();
        String call = trial.effects(Effect.Call.class).getFirst().arguments().toString();
        assertThat(call).contains("••••").doesNotContain("Bearer key");
        trial.completes("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{basic: {username: ada, password: pw}}           | {\"scheme\":\"Basic\",\"parameter\":\"YWRhOnB3\"}",
                "{bearer: {token: abc}}                           | {\"scheme\":\"Bearer\",\"parameter\":\"abc\"}",
                "{bearer: {token: '${ $secrets.key }'}}           | {\"scheme\":\"Bearer\",\"parameter\":\"••••\"}",
                "{basic: {use: key}}                              | {\"scheme\":\"Basic\",\"parameter\":\"••••\"}",
                "{basic: {username: a, password: '${ $secrets.key }'}} | {\"scheme\":\"Basic\",\"parameter\":\"••••\"}",
                "{use: named}                                     | {\"scheme\":\"Digest\",\"parameter\":null}",
                "{oidc: {authority: 'https://x.example', grant: client_credentials}} | {\"scheme\":\"Bearer\",\"parameter\":null}",
            })
    void anOutputSeesHowItsCallWasAuthorized(String authentication, String expected) {
        Trial trial = Trial.of("""
                use:
                  secrets: [key]
                  authentications: {named: {digest: {username: a, password: b}}}
                do:
                  - a:
                      call: http
                      with:
                        method: get
                        endpoint: {uri: 'https://x.example', authentication: AUTHENTICATION}
                      output: {as: '{was: $authorization, raw: .}'}
                      export: {as: '{exported: $authorization}'}
                  - b: {set: {before: '${ $context.exported }', now: '${ $authorization }'}}
                """.replace("AUTHENTICATION", authentication))
                .calls("1")
                .run();
        trial.prints("{\"before\":" + expected + ",\"now\":null}");
    }

    @Test
    void lookingIntoASecretIsAnError() {
        Trial.of("use: {secrets: [key]}\ndo: [{a: {set: '${ $secrets.key | length }'}}]")
                .run()
                .faults(Kind.EXPRESSION, "/do/0/a");
    }

    @Test
    void anExternalSchemaIsFetchedOnceAndRecorded() {
        Trial trial = Trial.of("""
                do:
                  - each:
                      for: {in: '[1, 2, 3]'}
                      do:
                        - a:
                            input: {schema: {resource: {endpoint: https://x.example/schema.json}}}
                            set: '${ . + $item }'
                """)
                .input("1")
                .calls(
                        "{'uri': 'https://x.example/schema.json', 'content': '{\\u0022type\\u0022: \\u0022integer\\u0022}'}")
                .run();
        trial.completes("7");
        assertThat(trial.effects(Effect.Call.class)).hasSize(1);
    }
}
