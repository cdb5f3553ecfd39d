package io.flowork.lsp.document;

import io.flowork.grammar.Findings;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of a workflow's text with all that follows from it. It never changes; what costs is made when it is asked for. */
public final class Snapshot {
    private final String uri;
    private final int version;
    private final SourceText source;
    private final FunctionSignatures functions;
    private @Nullable Analysis analysis;
    private @Nullable Outline outline;

    /**
     * A version of a text.
     *
     * @param uri what the client calls the text
     * @param version the client's number of the version
     * @param functions what can be called besides the functions of the standard
     */
    public Snapshot(String uri, int version, SourceText source, FunctionSignatures functions) {
        this.uri = uri;
        this.version = version;
        this.source = source;
        this.functions = functions;
    }

    /** What the client calls the text. */
    public String uri() {
        return uri;
    }

    /** The client's number of the version. */
    public int version() {
        return version;
    }

    /** The text. */
    public SourceText source() {
        return source;
    }

    /** Whether it is a workflow: by its name, or by what it says. */
    public boolean isWorkflow() {
        return WorkflowFiles.hasWorkflowName(source.name())
                || saysItIsOne(source.text())
                || (root() instanceof MappingNode root
                        && root.get("document") instanceof MappingNode document
                        && document.has("dsl"));
    }

    /** Whether a text in the usual form is a workflow, which can be seen without reading all of it. */
    private static boolean saysItIsOne(String text) {
        int at = text.startsWith("document:") ? 0 : text.indexOf("\ndocument:") + 1;
        if (!text.startsWith("document:", at)) {
            return false;
        }
        for (int line = text.indexOf('\n', at) + 1; line > 0; line = text.indexOf('\n', line) + 1) {
            int key = line;
            while (key < text.length() && text.charAt(key) == ' ') {
                key++;
            }
            if (text.startsWith("dsl:", key)) {
                return key > line;
            }
            if (key == line && key < text.length() && "#\r\n".indexOf(text.charAt(key)) < 0) {
                return false; // the next key of the workflow
            }
        }
        return false;
    }

    /** What can be called besides the functions of the standard. */
    public FunctionSignatures functions() {
        return functions;
    }

    /** What the text is found to be. Made once, by who asks first; others wait. */
    public synchronized Analysis analysis() {
        Analysis known = analysis;
        if (known == null) {
            known = WorkflowAnalysis.analyze(source, functions);
            analysis = known;
        }
        return known;
    }

    /** The tree's top; null when nothing could be read. */
    public @Nullable Node root() {
        return analysis().tree().root();
    }

    /** The names that the text gives and uses. */
    public synchronized Outline outline() {
        Outline known = outline;
        if (known == null) {
            known = Outline.of(root());
            outline = known;
        }
        return known;
    }

    /** The deepest value that touches an offset; null when nothing of the text could be read. */
    public @Nullable Placed at(int offset) {
        Node root = root();
        return root == null ? null : Placed.root(root).deepest(offset);
    }

    /** What other files are to know of this one. */
    public WorkflowFacts facts() {
        return WorkflowFacts.of(source, analysis());
    }

    /**
     * What to tell the author, in the order of the text: the same as {@code flowork check}.
     *
     * @param across what is wrong with it among other files
     */
    public List<Diagnostic> diagnostics(List<Diagnostic> across, SeverityRules rules) {
        Findings findings = analysis().findings();
        return rules.apply(findings.with(across).ofAllFiles());
    }
}
