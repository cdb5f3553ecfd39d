package io.flowork.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.After;
import io.cucumber.java.Before;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.TestWorkflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the sentences of the kit's features mean. */
public final class KitSteps {
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern KIT_TYPE = Pattern.compile("https://[^/]+/dsl/errors/types/(\\w+)");

    private final List<Step> steps = new ArrayList<>();
    private @Nullable Path folder;
    private @Nullable RecordingEngine engine;
    private @Nullable LoadedWorkflow workflow;
    private @Nullable RunResult result;
    private JsonValue input = JsonObject.EMPTY;

    @Before
    public void open() throws IOException {
        folder = Files.createTempDirectory("conformance");
        engine = new RecordingEngine(folder, Clock.systemUTC());
    }

    @After
    public void close() throws IOException {
        if (engine != null) {
            engine.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Given("a workflow with definition:")
    public void definition(String text) {
        workflow = TestWorkflows.parse(text);
    }

    @Given("given the workflow input is:")
    public void input(String text) {
        input = RecordingEngine.yaml(text);
    }

    @When("the workflow is executed")
    public void execute() {
        RecordingEngine at = Objects.requireNonNull(engine);
        LoadedWorkflow loaded = Objects.requireNonNull(workflow, "a feature gives a definition first");
        Run run = at.start(loaded, input, steps::add);
        result = at.end(loaded, run, steps);
    }

    @Then("the workflow should complete")
    public void completes() {
        assertThat(result().status()).as("%s", result()).isEqualTo(Status.COMPLETED);
    }

    @Then("the workflow should complete with output:")
    public void completes(String output) {
        completes();
        assertThat(output()).isEqualTo(RecordingEngine.yaml(output));
    }

    @Then("the workflow should fault")
    public void faults() {
        assertThat(result().status()).isEqualTo(Status.FAULTED);
    }

    @Then("the workflow should fault with error:")
    public void faults(String error) {
        faults();
        JsonObject actual = Objects.requireNonNull(result().error(), "a faulted run has an error")
                .toJson();
        for (JsonObject.Member expected : (JsonObject) RecordingEngine.yaml(error)) {
            assertThat(actual.get(expected.key())).as(expected.key()).isEqualTo(ours(expected.value()));
        }
    }

    /** The kit's name of a standard error type in the form that we emit. */
    private static JsonValue ours(JsonValue value) {
        if (value instanceof JsonString text) {
            Matcher matcher = KIT_TYPE.matcher(text.value());
            if (matcher.matches()) {
                return JsonString.of(WorkflowError.STANDARD + matcher.group(1));
            }
        }
        return value;
    }

    @Then("^the workflow output should have properties (.*)$")
    public void hasProperties(String names) {
        QUOTED.matcher(names)
                .results()
                .forEach(name -> assertThat(at(name.group(1)))
                        .as("the property %s of %s", name.group(1), output())
                        .isNotNull());
    }

    @Then("the workflow output should have a {string} property with value:")
    public void hasProperty(String name, String value) {
        assertThat(at(name)).isEqualTo(RecordingEngine.yaml(value));
    }

    @Then("the workflow output should have a {string} property containing {int} items")
    public void hasItems(String name, int count) {
        assertThat(at(name))
                .isInstanceOfSatisfying(
                        JsonArray.class, items -> assertThat(items.size()).isEqualTo(count));
    }

    @Then("^(\\w+) should run first$")
    public void runsFirst(String task) {
        assertThat(tasks().getFirst()).isEqualTo(task);
    }

    @Then("^(\\w+) should run last$")
    public void runsLast(String task) {
        assertThat(tasks().getLast()).isEqualTo(task);
    }

    @Then("^(\\w+) should run after (\\w+)$")
    public void runsAfter(String task, String earlier) {
        assertThat(tasks()).containsSubsequence(earlier, task);
    }

    private RunResult result() {
        return Objects.requireNonNull(result, "the workflow was executed");
    }

    private JsonValue output() {
        return Objects.requireNonNull(result().output(), () -> "there is no output: " + result());
    }

    private @Nullable JsonValue at(String path) {
        JsonValue at = output();
        for (String key : path.split("\\.", -1)) {
            at = at instanceof JsonObject object ? object.get(key) : null;
        }
        return at;
    }

    private List<String> tasks() {
        return steps.stream()
                .filter(Step.Entered.class::isInstance)
                .map(step -> step.at().reference())
                .filter(reference -> !reference.equals("/"))
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .toList();
    }
}
