package io.flowork.lsp.document;

import io.flowork.grammar.Findings;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.recorded.RecordedWorkflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One version of a workflow's text with all that follows from it. It never changes; what costs is made when it is asked for. */
public final class Snapshot {
    private final String uri;
    private final int version;
    private final SourceText source;
    private final FunctionSignatures functions;
    private final RecordedRuns runs;
    private final Earlier earlier;
    private volatile @Nullable Analysis analysis;
    private @Nullable Outline outline;
    private final Map<Class<?>, Object> derived = new ConcurrentHashMap<>();

    /**
     * A version of a text.
     *
     * @param uri what the client calls the text
     * @param version the client's number of the version
     * @param functions what can be called besides the functions of the standard
     */
    public Snapshot(String uri, int version, SourceText source, FunctionSignatures functions) {
        this(uri, version, source, functions, RecordedRuns.NONE);
    }

    /**
     * A version of a text whose workflow may have run.
     *
     * @param runs what is known of runs
     */
    public Snapshot(String uri, int version, SourceText source, FunctionSignatures functions, RecordedRuns runs) {
        this(uri, version, source, functions, runs, new Earlier());
    }

    private Snapshot(
            String uri,
            int version,
            SourceText source,
            FunctionSignatures functions,
            RecordedRuns runs,
            Earlier earlier) {
        this.uri = uri;
        this.version = version;
        this.source = source;
        this.functions = functions;
        this.runs = runs;
        this.earlier = earlier;
    }

    /** The next version of the text, which knows what is remembered of those before it. */
    Snapshot changed(int newVersion, SourceText text) {
        return new Snapshot(uri, newVersion, text, functions, runs, earlier);
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
            earlier.found(version, known);
        }
        return known;
    }

    /** What the text is found to be, if that is known already; null else. For answers that can do without. */
    public @Nullable Analysis analysisIfKnown() {
        return analysis;
    }

    /** What the newest version was found to be whose types are known, often not the one being written; null if there was none. */
    public @Nullable Analysis sound() {
        return earlier.sound();
    }

    /**
     * What another text is found to be that stands for this one: with something that can be read where somebody is writing.
     * The last one is remembered, as it stays the same while one place is written in.
     *
     * @param text the other text
     */
    public Analysis standIn(String text) {
        return earlier.standIn(text, () -> WorkflowAnalysis.analyze(SourceText.of(source.name(), text), functions));
    }

    /** Whether {@link #standIn} costs nothing. */
    public boolean knowsStandIn(String text) {
        return earlier.knowsStandIn(text);
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

    /**
     * Something that a feature makes of this version and keeps with it. Made once, by who asks first; others wait.
     *
     * @param kind what it is
     * @param made makes it; asks for nothing else that is derived
     */
    public <T> T derived(Class<T> kind, Supplier<T> made) {
        return kind.cast(derived.computeIfAbsent(kind, same -> made.get()));
    }

    /** The deepest value that touches an offset; null when nothing of the text could be read. */
    public @Nullable Placed at(int offset) {
        Node root = root();
        return root == null ? null : Placed.root(root).deepest(offset);
    }

    /** What is at hand of the workflow's runs, whatever its text was then. It may change while the text does not. */
    public Optional<RecordedWorkflow> recorded() {
        return recorded(root());
    }

    /** The same by what is known of the text already, or of an earlier version. For answers that can do without. */
    public Optional<RecordedWorkflow> recordedIfKnown() {
        Analysis own = analysisIfKnown();
        Analysis known = own == null ? sound() : own;
        return known == null ? Optional.empty() : recorded(known.tree().root());
    }

    private Optional<RecordedWorkflow> recorded(@Nullable Node top) {
        return top instanceof MappingNode root
                        && root.get("document") instanceof MappingNode document
                        && document.get("namespace") instanceof ScalarNode namespace
                        && document.get("name") instanceof ScalarNode name
                ? runs.of(source.name(), namespace.text(), name.text())
                : Optional.empty();
    }

    /** What was seen at an expression when the workflow ran: what {@code .} was, and what came out. */
    public Optional<RecordedPlace> recorded(ExpressionSite site) {
        Placed placed = at(site.node().range().start());
        return placed == null
                ? Optional.empty()
                : recorded()
                        .flatMap(seen ->
                                seen.expression(placed.pointer(), site.node().text()));
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
