package io.flowork.host.recorded;

import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Body;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Extension;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of the last runs of a workflow by the places of its text. Of runs of an earlier text it takes what stands in the
 * newest one in the same place.
 */
final class SeenPlaces {
    /** The most places that are kept; those that come later are left out. */
    private static final int MOST = 5_000;

    private static final String WORKFLOW = "/";

    private final Map<String, Seen> tasks = new HashMap<>();
    private final Map<String, Seen> evaluated = new HashMap<>();
    private final JsonValue newest;

    private static final class Seen {
        private final RecordedValues.Builder input = new RecordedValues.Builder();
        private final RecordedValues.Builder output = new RecordedValues.Builder();
        private long visits;

        RecordedPlace place() {
            return new RecordedPlace(visits, input.build(), output.build());
        }
    }

    /**
     * Nothing was seen yet.
     *
     * @param newest what the newest text says
     */
    SeenPlaces(JsonValue newest) {
        this.newest = newest;
    }

    /** What was seen at tasks, by their references. */
    Map<String, RecordedPlace> tasks() {
        return places(tasks);
    }

    /** What was seen where something is evaluated, by its place. */
    Map<String, RecordedPlace> evaluated() {
        return places(evaluated);
    }

    private static Map<String, RecordedPlace> places(Map<String, Seen> all) {
        Map<String, RecordedPlace> places = new HashMap<>();
        all.forEach((place, seen) -> places.put(place, seen.place()));
        return places;
    }

    /**
     * What is to be told of the steps of a run.
     *
     * @param number the run's: 0 for the newest, then 1, 2, …
     */
    Steps of(Program program, int number) {
        return new Run(program, number);
    }

    private final class Run implements Steps {
        private final Program program;
        private final JsonValue definition;
        private final int number;
        /** What is added to, by the task's reference and the stage; a task itself is the stage without a name. */
        private final Map<String, Map<String, Optional<Seen>>> known = new HashMap<>();

        Run(Program program, int number) {
            this.program = program;
            this.definition = program.workflow().definition();
            this.number = number;
        }

        @Override
        public void step(Step step) {
            switch (step) {
                case Step.Entered s -> {
                    Seen task = task(s.at());
                    if (task != null) {
                        task.visits++;
                        task.input.add(s.input(), number);
                    }
                }
                case Step.Completed s -> {
                    Seen task = task(s.at());
                    if (task != null) {
                        task.output.add(s.output(), number);
                    }
                }
                case Step.Evaluated s -> evaluated(s);
                case Step.Skipped s -> {}
                case Step.Scheduled s -> {}
                case Step.Turn s -> {}
                case Step.BranchStarted s -> {}
                case Step.BranchJoined s -> {}
                case Step.Consumed s -> {}
                case Step.Waiting s -> {}
                case Step.Raised s -> {}
                case Step.Retrying s -> {}
                case Step.Caught s -> {}
                case Step.Cancelled s -> {}
            }
        }

        private @Nullable Seen task(Step.At at) {
            return known.computeIfAbsent(at.reference(), same -> new HashMap<>())
                    .computeIfAbsent("", same -> seen(tasks, at.reference()))
                    .orElse(null);
        }

        private void evaluated(Step.Evaluated step) {
            Seen place = known.computeIfAbsent(step.at().reference(), same -> new HashMap<>())
                    .computeIfAbsent(step.stage(), same -> seen(evaluated, place(step)))
                    .orElse(null);
            if (place != null) {
                place.visits++;
                place.input.add(step.data(), number);
                place.output.add(step.result(), number);
            }
        }

        /** What to add to: nothing for what is not in the newest text, or more than can be kept. */
        private Optional<Seen> seen(Map<String, Seen> places, String pointer) {
            return isSame(pointer) && (places.size() < MOST || places.containsKey(pointer))
                    ? Optional.of(places.computeIfAbsent(pointer, same -> new Seen()))
                    : Optional.empty();
        }

        /** Whether a place is in the newest text, and says the same there. */
        private boolean isSame(String pointer) {
            if (pointer.equals(WORKFLOW)) {
                return true;
            }
            JsonValue here = pointer.indexOf(Program.IN_FILE) >= 0 ? null : JsonPointer.find(definition, pointer);
            return here != null && here.equals(JsonPointer.find(newest, pointer));
        }

        private String place(Step.Evaluated step) {
            String reference = step.at().reference();
            String task = reference.equals(WORKFLOW) ? "" : reference;
            String stage = step.stage();
            return switch (stage) {
                case "emit" -> task + "/emit/event/with";
                case "raise" -> task + "/raise/error";
                case "run" -> task + "/run/" + subject(reference);
                case "retry.when", "retry.exceptWhen" -> task + "/catch/" + stage.replace('.', '/');
                case "while", "until" -> task + around(reference) + stage;
                case "foreach.output.as", "foreach.export.as" ->
                    task + messages(reference) + '/' + stage.replace('.', '/');
                default ->
                    stage.startsWith("switch.")
                            ? task + when(reference, stage)
                            : stage.startsWith("extension.") ? extension(stage) : task + '/' + stage.replace('.', '/');
            };
        }

        private String subject(String reference) {
            return program.node(reference).body() instanceof Body.RunWorkflow
                    ? "workflow/input"
                    : program.node(reference).definition().get("run") instanceof JsonObject run ? process(run) : "";
        }

        private static String process(JsonObject run) {
            for (String key : List.of("container", "script", "shell")) {
                if (run.has(key)) {
                    return key;
                }
            }
            return "";
        }

        /** Where the conditions of a loop, of listening, or of consuming messages are. */
        private String around(String reference) {
            return switch (program.node(reference).body()) {
                case Body.Consume body -> "/with/subscription/consume/";
                case Body.Listen body -> "/listen/to/";
                default -> "/";
            };
        }

        private String messages(String reference) {
            return program.node(reference).body() instanceof Body.Consume ? "/with/subscription" : "";
        }

        /** The condition of a case, whose name is between the dots of the stage. */
        private String when(String reference, String stage) {
            if (program.node(reference).body() instanceof Body.Switch choice) {
                for (int i = 0; i < choice.cases().size(); i++) {
                    String name = choice.cases().get(i).name();
                    if (stage.equals("switch." + name + ".when")) {
                        return "/switch/" + i + '/' + JsonPointer.escaped(name) + "/when";
                    }
                }
            }
            throw new IllegalStateException("no case of " + reference + " has the stage " + stage);
        }

        private String extension(String stage) {
            List<Extension> extensions = program.workflow().extensions();
            for (int i = 0; i < extensions.size(); i++) {
                String name = extensions.get(i).name();
                if (stage.equals("extension." + name + ".when")) {
                    return "/use/extensions/" + i + '/' + JsonPointer.escaped(name) + "/when";
                }
            }
            throw new IllegalStateException("no extension has the stage " + stage);
        }
    }
}
