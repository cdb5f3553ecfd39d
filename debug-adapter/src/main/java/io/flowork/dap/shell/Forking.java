package io.flowork.dap.shell;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.ForkRequest;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.dap.fork.Forker;
import io.flowork.dap.fork.WhatIf;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.value.Brief;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import java.util.List;
import org.eclipse.lsp4j.debug.SetExpressionArguments;
import org.eclipse.lsp4j.debug.SetExpressionResponse;
import org.eclipse.lsp4j.debug.SetVariableArguments;
import org.eclipse.lsp4j.debug.SetVariableResponse;
import org.jspecify.annotations.Nullable;

/** Requests that fork the run where its session stands: the session goes on on the branch, after the answer. */
final class Forking {
    private static final int USUAL_DIFFERENCES = 100;
    private static final int MOST_DIFFERENCES = 10_000;

    private final Debugging debugging;
    private final Stage stage;
    private final Runs runs;

    Forking(Debugging debugging, Stage stage, Runs runs) {
        this.debugging = debugging;
        this.stage = stage;
        this.runs = runs;
    }

    private Forker forker() {
        return stage.forker();
    }

    private BranchInfo onto(Forker.Made made) {
        debugging.onto(made.branch().branch(), made.t(), made.text());
        return made.branch();
    }

    SetVariableResponse setVariable(SetVariableArguments arguments) {
        Scopes.Place place = stage.scopes().place(arguments.getVariablesReference(), arguments.getName());
        JsonValue value = set(place.path(), arguments.getValue(), place.frame());
        SetVariableResponse response = new SetVariableResponse();
        response.setValue(Brief.of(value, Brief.LINE));
        response.setType(value.typeName());
        return response;
    }

    SetExpressionResponse setExpression(SetExpressionArguments arguments) {
        Integer id = arguments.getFrameId();
        ActiveFrame frame = id == null ? stage.frames().top() : stage.frames().frame(id);
        JsonValue value = set(arguments.getExpression(), arguments.getValue(), frame);
        SetExpressionResponse response = new SetExpressionResponse();
        response.setValue(Brief.of(value, Brief.LINE));
        response.setType(value.typeName());
        return response;
    }

    private JsonValue set(String path, String text, ActiveFrame frame) {
        JsonValue value = stage.evaluations().value(text, frame);
        var _ = onto(forker().set(path, text, frame));
        return value;
    }

    void restartFrame(int frameId) {
        var _ = onto(forker().restart(stage.frames().frame(frameId)));
    }

    BranchInfo fork(FloworkRequests.@Nullable Fork asked) {
        FloworkRequests.Fork wanted = asked == null ? FloworkRequests.Fork.NOTHING : asked;
        String program = wanted.program() == null ? wanted.programText() : text(wanted.program());
        Forker.Made made = forker().fork(new ForkRequest(
                stage.session().run().id(),
                stage.session().run().branch(),
                wanted.t() == null ? forker().here() : wanted.t(),
                wanted.set(),
                wanted.results(),
                wanted.input(),
                program,
                wanted.effects(),
                null,
                Boolean.TRUE.equals(wanted.hold()),
                wanted.by(),
                wanted.reason()));
        return Boolean.TRUE.equals(wanted.stay()) ? made.branch() : onto(made);
    }

    private String text(String path) {
        String text = runs.text(path);
        if (text == null) {
            throw new RefusedException(
                    path + ": there is no such file, or it cannot be read. 'programText' takes the text" + " itself");
        }
        return text;
    }

    BranchInfo carryOut(FloworkRequests.@Nullable OnBranch on) {
        return forker().goOn(on == null ? null : on.branch());
    }

    BranchList branches() {
        return forker().branches().list();
    }

    JsonObject diff(FloworkRequests.@Nullable Other other) {
        if (other == null || (other.branch() == null && other.run() == null && other.recording() == null)) {
            throw Failures.refused("'flowork/diff' needs what to compare with: 'run', 'recording' or 'branch'");
        }
        Runs.Open open;
        if (other.run() == null && other.recording() == null) {
            open = forker().branches().open(other.branch());
        } else {
            open = debugging.other(
                    Attaching.called(other.recording(), other.branch()), Attaching.called(other.run(), other.branch()));
        }
        try (open) {
            return stage.session()
                    .search()
                    .diff(open.run(), most(other.count()))
                    .toJson();
        }
    }

    JsonObject whatIf(FloworkRequests.@Nullable Edited asked) {
        FloworkRequests.Edited edited = asked == null ? new FloworkRequests.Edited(null, null, null, null) : asked;
        SourceText text = edited.programText() != null
                ? SourceText.of("program", edited.programText())
                : edited.program() == null
                        ? stage.file().text()
                        : SourceText.of(edited.program(), text(edited.program()));
        EffectPolicy effects;
        try {
            effects = edited.effects() == null ? EffectPolicy.REUSE : EffectPolicy.fromJson(edited.effects());
        } catch (IllegalArgumentException e) {
            throw new RefusedException("'effects' cannot be understood: " + e.getMessage());
        }
        return WhatIf.of(stage.session().run(), text, effects, most(edited.count()), debugging.control())
                .toJson();
    }

    private static int most(@Nullable Integer count) {
        return count == null ? USUAL_DIFFERENCES : Math.clamp(count, 0, MOST_DIFFERENCES);
    }

    FloworkRequests.Exported export(FloworkRequests.@Nullable Export wanted) {
        if (wanted == null || wanted.file() == null) {
            throw Failures.refused(
                    "'flowork/export' needs 'file': the recording to write, whose name ends in .flowrec");
        }
        List<String> redact = wanted.redact() == null ? List.of() : wanted.redact();
        long erased = forker().branches().export(wanted.file(), redact, Boolean.TRUE.equals(wanted.force()));
        return new FloworkRequests.Exported(wanted.file(), erased);
    }
}
