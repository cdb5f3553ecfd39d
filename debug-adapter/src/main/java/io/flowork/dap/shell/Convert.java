package io.flowork.dap.shell;

import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Sources;
import io.flowork.dap.value.Brief;
import io.flowork.dap.value.Variable;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourcePresentationHint;
import org.eclipse.lsp4j.debug.StackFrame;
import org.eclipse.lsp4j.debug.VariablePresentationHint;
import org.eclipse.lsp4j.debug.VariablePresentationHintKind;
import org.jspecify.annotations.Nullable;

/** Between the protocol's values and ours: a client may count lines and columns from 0 or from 1. */
final class Convert {
    private final int line;
    private final int column;

    /** As a client counts. */
    Convert(InitializeRequestArguments client) {
        line = Boolean.FALSE.equals(client.getLinesStartAt1()) ? 1 : 0;
        column = Boolean.FALSE.equals(client.getColumnsStartAt1()) ? 1 : 0;
    }

    int lineFromClient(int theirs) {
        return theirs + line;
    }

    int lineToClient(int ours) {
        return ours - line;
    }

    @Nullable
    Integer columnFromClient(@Nullable Integer theirs) {
        return theirs == null ? null : theirs + column;
    }

    int columnToClient(int ours) {
        return ours - column;
    }

    /**
     * The offset from 0 of a place in a text of several lines.
     *
     * @param theirLine the line; null for the first one
     */
    int offset(String text, @Nullable Integer theirLine, int theirColumn) {
        int offset = 0;
        for (int left = theirLine == null ? 1 : lineFromClient(theirLine); left > 1; left--) {
            int end = text.indexOf('\n', offset);
            if (end < 0) {
                break;
            }
            offset = end + 1;
        }
        return offset + theirColumn + column - 1;
    }

    static int threadToClient(int strand) {
        return strand + 1;
    }

    static int threadFromClient(int thread) {
        return thread - 1;
    }

    static Source source(Sources.Text text) {
        Source source = new Source();
        source.setName(text.source().name());
        if (text.path() == null) {
            source.setSourceReference(text.number());
            source.setPresentationHint(SourcePresentationHint.NORMAL);
        } else {
            source.setPath(text.path());
        }
        if (text.note() != null) {
            source.setOrigin(text.note());
        }
        return source;
    }

    StackFrame frame(Frames.Entry entry) {
        StackFrame frame = new StackFrame();
        frame.setId(entry.id());
        frame.setName(entry.name());
        frame.setSource(source(entry.place().text()));
        frame.setLine(lineToClient(entry.place().start().line()));
        frame.setColumn(columnToClient(entry.place().start().column()));
        frame.setEndLine(lineToClient(entry.place().end().line()));
        frame.setEndColumn(columnToClient(entry.place().end().column()));
        return frame;
    }

    static org.eclipse.lsp4j.debug.Variable variable(Scopes.Numbered numbered) {
        Variable ours = numbered.variable();
        org.eclipse.lsp4j.debug.Variable variable = new org.eclipse.lsp4j.debug.Variable();
        variable.setName(ours.name());
        variable.setValue(ours.isRange() ? "" : Brief.of(ours.value(), Brief.LINE));
        variable.setType(ours.value().typeName());
        variable.setVariablesReference(numbered.number());
        if (ours.path() != null && !ours.isRange()) {
            variable.setEvaluateName(ours.path());
        }
        if (ours.isContainer()) {
            if (ours.isIndexed()) {
                variable.setIndexedVariables(ours.children());
            } else {
                variable.setNamedVariables(ours.children());
            }
        }
        variable.setPresentationHint(hint(ours));
        return variable;
    }

    private static VariablePresentationHint hint(Variable variable) {
        VariablePresentationHint hint = new VariablePresentationHint();
        hint.setKind(
                variable.isRange()
                        ? VariablePresentationHintKind.VIRTUAL
                        : variable.value() instanceof JsonObject
                                ? VariablePresentationHintKind.DATA
                                : VariablePresentationHintKind.PROPERTY);
        hint.setAttributes(
                variable.value() instanceof JsonSecret
                        ? new String[] {"readOnly", "rawString"}
                        : new String[] {"readOnly"});
        return hint;
    }
}
