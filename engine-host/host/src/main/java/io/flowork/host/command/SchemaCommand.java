package io.flowork.host.command;

import io.flowork.grammar.docs.WorkflowSchema;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork schema}. */
final class SchemaCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                "schema",
                "Prints the JSON Schema of workflow files, for editors and tools that do not know Flowork.",
                "flowork schema > workflow.schema.json");
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        surroundings.out().println(JsonWriter.pretty(WorkflowSchema.json()));
        return ExitCode.OK;
    }
}
