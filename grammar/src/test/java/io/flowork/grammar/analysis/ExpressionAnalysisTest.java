package io.flowork.grammar.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.types.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an editor asks: the types of data and of expressions, and the variables at a place. */
class ExpressionAnalysisTest {
    private static final String ORDERS = """
            document: {dsl: 1.0.3, namespace: test, name: orders, version: 1.0.0}
            use: {secrets: [key]}
            input:
              schema:
                document:
                  type: object
                  properties:
                    orders:
                      type: array
                      items: {$ref: '#/$defs/order'}
                  required: [orders]
                  additionalProperties: false
                  $defs:
                    order:
                      type: object
                      properties: {id: {type: string}, price: {type: number}}
                      required: [id, price]
            do:
              - sum:
                  set: "${ {total: ([.orders[].price] | add), ids: [.orders[].id]} }"
                  export: {as: .ids}
              - each:
                  for: {each: id, in: .ids}
                  do:
                    - one:
                        set: ${ .total // 0 }
              - guarded:
                  try:
                    - fetch:
                        call: http
                        with:
                          method: get
                          endpoint: https://example.com
                          headers: {authorization: '${ $secrets.key }'}
                          output: response
                        output: {as: .statusCode}
                  catch:
                    do:
                      - told:
                          set: "${ {title: $error.title, status: $error.status} }"
              - branches:
                  fork:
                    branches:
                      - a:
                          set: ${ 1 }
                      - b:
                          set: ${ "x" }
              - last:
                  set: ${ .[1] }
            """;

    private static Analysis analysis(String text) {
        return WorkflowAnalysis.analyze(SourceText.of("test.flow.yaml", text));
    }

    private static ExpressionSite site(Analysis analysis, String program) {
        return analysis.sites().stream()
                .filter(site -> site.expression().text().equals(program))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNameThatStandsForNothingHidesNothingElsewhere() {
        Analysis analysis = analysis("""
                document: {dsl: 1.0.3, namespace: test, name: names, version: 1.0.0}
                do:
                  - a: {set: {x: '${ 5 | lenght }', y: '${ if $nope then 1 | .name else 1 end }'}}
                  - b: {set: {y: '${ 1 | .name }'}}
                """);
        assertThat(analysis.diagnostics())
                .extracting(diagnostic -> diagnostic.code())
                .as("not the member of a number where a name is wrong as well")
                .containsExactly("FW1506", "FW1507", "FW1512");
        assertThat(analysis.workflow()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            /do/0/sum                        ¦ {total: number | null, ids: [string, …]}
            /do/2/guarded/try/0/fetch        ¦ number
            /do/2/guarded/catch/do/0/told    ¦ {title: string | null, status: number}
            /do/2/guarded                    ¦ {title: string | null, status: number} | number
            /do/3/branches                   ¦ [number, "x"]
            /do/4/last                       ¦ "x"
            """)
    void tasksHaveTypes(String reference, String output) {
        Analysis analysis = analysis(ORDERS);
        assertThat(analysis.diagnostics()).isEmpty();
        TaskTypes types = analysis.expressions().task(reference);
        assertThat(types).isNotNull();
        assertThat(types.output()).hasToString(output);
    }

    @Test
    void variablesHaveTypesAndAreThoseOfTheStage() {
        Analysis analysis = analysis(ORDERS);
        assertThat(analysis.expressions().variables(site(analysis, ".total // 0")))
                .extracting(variable -> variable.name() + ": " + variable.type())
                .contains("id: string", "index: number", "context: [string, …]", "secrets: {key: secret}")
                .doesNotContain("output: null");
        assertThat(analysis.expressions().variables(site(analysis, ".ids")))
                .extracting(ExpressionAnalysis.Variable::name)
                .contains("context", "input", "output", "task", "workflow", "runtime");
    }

    @Test
    void partsOfAnExpressionHaveTypes() {
        Analysis analysis = analysis(ORDERS);
        ExpressionSite site = site(analysis, "{total: ([.orders[].price] | add), ids: [.orders[].id]}");
        assertThat(analysis.expressions().input(site)).hasToString("{orders: [{id: string, price: number, …}, …]}");
        assertThat(analysis.expressions().filters(site).values())
                .extracting(part -> part.output().toString())
                .contains("{id: string, price: number, …}", "[number, …]", "number | null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            {note: {extend: set, before: [{b: {set: {x: 1}}}], after: [{a: {set: {x: 1}}}]}}        ¦ {n: number} ¦ {n: number}
            {note: {extend: wait, before: [{b: {set: {x: 1}, then: exit}}]}}                    ¦ {n: number} ¦ {n: number}
            {mock: {extend: set, before: [{b: {set: {x: 1}, then: exit}}]}}                     ¦ unknown ¦ unknown
            {keep: {extend: all, after: [{a: {set: {x: 1}, export: {as: .}}}]}}                 ¦ {n: number} ¦ unknown
            {stop: {extend: composite, before: [{b: {do: [{c: {set: {x: 1}, then: end}}]}}]}}   ¦ {n: number} ¦ {n: number}
            """)
    void extensionsChangeOnlyWhatTheyCan(String extension, String output, String context) {
        Analysis analysis = analysis("""
                document: {dsl: 1.0.3, namespace: test, name: extended, version: 1.0.0}
                use: {extensions: [%s]}
                do:
                  - one: {set: {n: 1}, export: {as: .}}
                  - two: {wait: {seconds: 1}}
                """.formatted(extension));
        TaskTypes one = analysis.expressions().task("/do/0/one");
        TaskTypes two = analysis.expressions().task("/do/1/two");
        assertThat(one).isNotNull();
        assertThat(two).isNotNull();
        assertThat(one.rawOutput()).hasToString(output);
        assertThat(two.context()).hasToString(context);
    }

    @Test
    void aLoopThatGrowsItsDataEnds() {
        Analysis analysis = analysis("""
                document: {dsl: 1.0.3, namespace: test, name: growing, version: 1.0.0}
                do:
                  - start:
                      set: {depth: 0, list: []}
                  - grow:
                      set: "${ {depth: (.depth + 1), list: (.list + [.depth]), before: .} }"
                  - again:
                      switch:
                        - more: {when: .depth < 100000, then: grow}
                  - done:
                      set: ${ .depth + 1 }
                """);
        assertThat(analysis.diagnostics()).isEmpty();
        TaskTypes done = analysis.expressions().task("/do/3/done");
        assertThat(done).isNotNull();
        assertThat(done.output()).isNotEqualTo(Type.NEVER);
    }

    @Test
    void aDocumentWithErrorsStillHasItsVariables() {
        Analysis analysis = analysis("""
                document: {dsl: 1.0.3, namespace: test, name: broken, version: 1.0.0}
                do:
                  - loop:
                      for: {each: pet, in: .pets}
                      do:
                        - one:
                            sett: {}
                            set: ${ $pet }
                """);
        assertThat(analysis.workflow()).isNull();
        assertThat(analysis.expressions().variables(site(analysis, "$pet")))
                .extracting(ExpressionAnalysis.Variable::name)
                .startsWith("index", "pet");
    }
}
