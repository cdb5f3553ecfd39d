package io.flowork.grammar;

import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.YamlReader;
import java.util.List;
import java.util.Locale;

/** Tells workflow files from other YAML and JSON. */
public final class WorkflowFiles {
    private static final List<String> ENDINGS =
            List.of(".flow.yaml", ".flow.yml", ".flow.json", ".sw.yaml", ".sw.yml", ".sw.json");

    private WorkflowFiles() {}

    /**
     * Whether a file is a workflow: its name ends in {@code .flow.yaml}, {@code .sw.json} or the like, or it has
     * {@code document.dsl}.
     *
     * @param name the file's name, with or without folders
     * @param text its content
     */
    public static boolean isWorkflow(String name, String text) {
        return hasWorkflowName(name) || hasDsl(name, text);
    }

    /** Whether a file is a workflow by its name alone. */
    public static boolean hasWorkflowName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            if (lower.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDsl(String name, String text) {
        return text.contains("document")
                && text.contains("dsl")
                && YamlReader.read(SourceText.of(name, text)).root() instanceof MappingNode root
                && root.get("document") instanceof MappingNode document
                && document.has("dsl");
    }
}
