package io.flowork.runtime.service;

import io.flowork.api.DeployRequest;
import io.flowork.api.Deployment;
import io.flowork.api.Finding;
import io.flowork.api.Problem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.WorkflowDetail;
import io.flowork.api.WorkflowListRequest;
import io.flowork.api.WorkflowPage;
import io.flowork.api.WorkflowRef;
import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.SemanticVersion;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Programs;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.Workflows;
import io.flowork.runtime.schedule.Schedules;
import io.flowork.runtime.schedule.UnusableScheduleException;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredProgram;
import io.flowork.store.StoredWorkflow;
import io.flowork.store.WorkflowQuery;
import io.flowork.store.Write;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The workflows that can be started by name. They are in the store; those used lately are kept compiled. No other process
 * may deploy to the store meanwhile.
 */
public final class DeployedWorkflows implements Workflows, Programs {
    private static final String LATEST = "latest";
    private static final String SYNTAX = "FW10";
    private static final int MOST_COMPILED = 500;
    private static final int MOST_FOUND = 2_000;
    private static final int MOST_SUGGESTED_FROM = 1_000;

    private final Store store;
    private final Clock clock;
    private final FunctionSignatures functions;
    private final Object deploying = new Object();
    /** How many there were; changed by whoever has the lock of {@link #found}. */
    private final AtomicLong deployments = new AtomicLong();

    private final Map<String, Optional<LoadedWorkflow>> found = new ConcurrentHashMap<>();
    private final Map<String, LoadedWorkflow> compiled = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LoadedWorkflow> eldest) {
            return size() > MOST_COMPILED;
        }
    };

    /** The workflows in a store, which call functions of the standard only. */
    public DeployedWorkflows(Store store, Clock clock) {
        this(store, clock, FunctionSignatures.NONE);
    }

    /**
     * The workflows in a store.
     *
     * @param functions what they can call besides the functions of the standard
     */
    public DeployedWorkflows(Store store, Clock clock, FunctionSignatures functions) {
        this.store = store;
        this.clock = clock;
        this.functions = functions;
    }

    // --- finding ---

    @Override
    public Optional<LoadedWorkflow> find(String namespace, String name, String version) {
        String key = namespace + "/" + name + "/" + version;
        Optional<LoadedWorkflow> known = found.get(key);
        if (known == null) {
            long before = deployments.get();
            known = stored(namespace, name, version)
                    .map(StoredWorkflow::program)
                    .map(this::load);
            synchronized (found) {
                if (found.size() >= MOST_FOUND) {
                    found.clear();
                }
                if (known.isPresent() && before == deployments.get()) { // it is no older than the last deployment
                    found.put(key, known);
                }
            }
        }
        return known;
    }

    private Optional<StoredWorkflow> stored(String namespace, String name, @Nullable String version) {
        if (version != null && !version.equals(LATEST)) {
            return store.workflow(namespace, name, version);
        }
        StoredWorkflow newest = null;
        WorkflowQuery query = WorkflowQuery.versions(namespace, name, MOST_SUGGESTED_FROM);
        List<StoredWorkflow> page;
        do {
            page = store.workflows(query);
            for (StoredWorkflow each : page) {
                if (newest == null || SemanticVersion.compare(each.version(), newest.version()) > 0) {
                    newest = each;
                }
                query = query.withAfter(each.namespace(), each.name(), each.version());
            }
        } while (page.size() == MOST_SUGGESTED_FROM);
        return Optional.ofNullable(newest);
    }

    @Override
    public LoadedWorkflow load(String hash) {
        synchronized (compiled) {
            LoadedWorkflow known = compiled.get(hash);
            if (known != null) {
                return known;
            }
        }
        StoredProgram source = store.program(hash)
                .orElseThrow(() -> new UnusableWorkflowException("The store has no text of the workflow " + hash));
        Workflow workflow = WorkflowAnalysis.analyze(text(source.text(), source.format()), functions)
                .workflow();
        if (workflow == null) {
            throw new UnusableWorkflowException("The stored workflow %s/%s %s has errors by this version of Flowork"
                    .formatted(source.namespace(), source.name(), source.version()));
        }
        return keep(new LoadedWorkflow(Program.compile(workflow, hash), source));
    }

    private LoadedWorkflow keep(LoadedWorkflow workflow) {
        synchronized (compiled) {
            compiled.put(workflow.source().hash(), workflow);
        }
        return workflow;
    }

    private static SourceText text(String text, String format) {
        return SourceText.of("workflow.flow." + format, text);
    }

    /** What workflows can call besides the functions of the standard. */
    FunctionSignatures functions() {
        return functions;
    }

    /** The workflow that a request names. */
    LoadedWorkflow named(WorkflowRef wanted) {
        String version = wanted.version() == null ? LATEST : wanted.version();
        try {
            return find(wanted.namespace(), wanted.name(), version).orElseThrow(() -> unknown(wanted));
        } catch (UnusableWorkflowException e) {
            throw new ProblemException(Kind.CONFLICT.of(e.getMessage() + ". Deploy it again"), e);
        }
    }

    private ProblemException unknown(WorkflowRef wanted) {
        String called = wanted.namespace() + "/" + wanted.name();
        List<StoredWorkflow> versions =
                store.workflows(WorkflowQuery.versions(wanted.namespace(), wanted.name(), MOST_SUGGESTED_FROM));
        if (!versions.isEmpty()) {
            List<String> texts = versions.stream()
                    .map(StoredWorkflow::version)
                    .sorted(SemanticVersion::compare)
                    .toList();
            return Kind.NOT_FOUND.because("There is no version %s of the workflow %s; there is %s"
                    .formatted(wanted.version(), called, String.join(", ", texts)));
        }
        Set<String> names = new TreeSet<>();
        for (StoredWorkflow each : store.workflows(WorkflowQuery.all(MOST_SUGGESTED_FROM))) {
            names.add(each.namespace() + "/" + each.name());
        }
        if (names.isEmpty()) {
            return Kind.NOT_FOUND.because("There is no workflow " + called + ": none is deployed yet");
        }
        return Kind.NOT_FOUND.because("There is no workflow " + called + near(wanted, called, names));
    }

    /** The nearest name, or one of the same name in another namespace. */
    private static String near(WorkflowRef wanted, String called, Set<String> names) {
        for (String name : names) {
            if (name.endsWith("/" + wanted.name())) {
                return "; did you mean '" + name + "'?";
            }
        }
        return Suggestions.didYouMean(called, names);
    }

    // --- requests ---

    Deployment deploy(DeployRequest request, Schedules schedules) {
        String text = Requests.text(request.text(), "text");
        String format = request.format() == null ? "yaml" : request.format();
        if (!format.equals("yaml") && !format.equals("json")) {
            throw Kind.INVALID_REQUEST.because("'format' is yaml or json; it is '" + format + "'");
        }
        SourceText source = text(text, format);
        Analysis analysis = WorkflowAnalysis.analyze(source, functions);
        Workflow workflow = analysis.workflow();
        if (workflow == null || analysis.hasErrors()) {
            throw new ProblemException(refused(analysis, source));
        }
        StoredProgram stored =
                StoredProgram.of(workflow.namespace(), workflow.name(), workflow.version(), format, text);
        StoredWorkflow deployed = new StoredWorkflow(
                workflow.namespace(), workflow.name(), workflow.version(), stored.hash(), clock.millis());
        LoadedWorkflow loaded = new LoadedWorkflow(Program.compile(workflow, stored.hash()), stored);
        synchronized (
                deploying) { // nobody who looks for a workflow waits for this: schedules do, and are waited for here
            Optional<StoredWorkflow> before = store.workflow(deployed.namespace(), deployed.name(), deployed.version());
            boolean same = before.isPresent() && before.get().program().equals(stored.hash());
            if (before.isPresent() && !same && !request.replace()) {
                throw Kind.CONFLICT.because(
                        "Version %s of %s/%s is deployed with another text. Give the new text a new version, or replace the old one"
                                .formatted(deployed.version(), deployed.namespace(), deployed.name()));
            }
            Write[] writes = same
                    ? new Write[0]
                    : new Write[] {new Write.PutProgram(stored), new Write.PutWorkflow(deployed, request.replace())};
            if (isNewest(deployed)) {
                scheduled(loaded, schedules, writes);
            } else if (!same) {
                store.write(writes);
            }
            if (!same) {
                keep(loaded);
                synchronized (found) {
                    deployments.incrementAndGet();
                    found.clear();
                }
            }
            return new Deployment(
                    Records.workflow(same ? before.get() : deployed),
                    !same,
                    analysis.diagnostics().stream()
                            .map(diagnostic -> finding(diagnostic, source))
                            .toList());
        }
    }

    private boolean isNewest(StoredWorkflow workflow) {
        return stored(workflow.namespace(), workflow.name(), null)
                .filter(newest -> SemanticVersion.compare(newest.version(), workflow.version()) > 0)
                .isEmpty();
    }

    private static void scheduled(LoadedWorkflow workflow, Schedules schedules, Write... together) {
        try {
            schedules.deploy(workflow, together);
        } catch (UnusableScheduleException e) {
            throw new ProblemException(Kind.INVALID_CONTENT.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static Problem refused(Analysis analysis, SourceText source) {
        List<Problem.Mistake> mistakes = new ArrayList<>();
        boolean syntax = false;
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            if (diagnostic.severity() == Severity.ERROR) {
                Position at = source.position(diagnostic.range().start());
                mistakes.add(
                        new Problem.Mistake(diagnostic.message(), null, at.line(), at.column(), diagnostic.code()));
                syntax |= diagnostic.code().startsWith(SYNTAX);
            }
        }
        String first = mistakes.isEmpty()
                ? ""
                : ": line %d, column %d: %s"
                        .formatted(
                                mistakes.getFirst().line(),
                                mistakes.getFirst().column(),
                                mistakes.getFirst().detail());
        String more = mistakes.size() > 1 ? " (and " + (mistakes.size() - 1) + " more)" : "";
        return syntax
                ? Kind.INVALID_REQUEST.of("The text cannot be read" + first + more, mistakes)
                : Kind.INVALID_CONTENT.of("The workflow has errors" + first + more, mistakes);
    }

    private static Finding finding(Diagnostic diagnostic, SourceText source) {
        Position start = source.position(diagnostic.range().start());
        Position end = source.position(diagnostic.range().end());
        return new Finding(
                diagnostic.severity().name().toLowerCase(Locale.ROOT),
                diagnostic.code(),
                diagnostic.message(),
                start.line(),
                start.column(),
                end.line(),
                end.column());
    }

    WorkflowPage list(WorkflowListRequest request) {
        int limit = Requests.limit(request.limit());
        WorkflowQuery query = new WorkflowQuery(request.namespace(), request.name(), null, limit + 1);
        if (request.cursor() != null) {
            String[] parts = request.cursor().split("/", -1);
            if (parts.length != 3) {
                throw Kind.INVALID_REQUEST.because("'" + request.cursor() + "' is no cursor of this list");
            }
            query = query.withAfter(parts[0], parts[1], parts[2]);
        }
        List<StoredWorkflow> page = store.workflows(query);
        boolean more = page.size() > limit;
        List<StoredWorkflow> shown = more ? page.subList(0, limit) : page;
        StoredWorkflow last = more ? shown.getLast() : null;
        return new WorkflowPage(
                shown.stream().map(Records::workflow).toList(),
                last == null ? null : last.namespace() + "/" + last.name() + "/" + last.version());
    }

    WorkflowDetail get(WorkflowRef request, Schedules schedules) {
        Requests.text(request.namespace(), "namespace");
        Requests.text(request.name(), "name");
        StoredWorkflow workflow =
                stored(request.namespace(), request.name(), request.version()).orElseThrow(() -> unknown(request));
        StoredProgram program = store.program(workflow.program())
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.DAMAGED, "The store has no text of the workflow " + workflow.program()));
        return new WorkflowDetail(
                workflow.namespace(),
                workflow.name(),
                workflow.version(),
                workflow.program(),
                Instant.ofEpochMilli(workflow.deployed()),
                program.format(),
                program.text(),
                isNewest(workflow)
                        ? schedules
                                .standing(workflow.namespace(), workflow.name())
                                .map(Records::schedule)
                                .orElse(null)
                        : null);
    }
}
