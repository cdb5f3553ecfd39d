package io.flowork.grammar.jq;

/** The catalogue's entries about what is outside of an expression, none of which a workflow has; {@link JqFunctionReader} says how they are written. */
final class OutsideFunctions {
    static final String TEXT = """
            input : refused
              The next input of the program.
              an expression has one input, which is '.'
            inputs : refused
              All further inputs of the program.
              an expression has one input, which is '.'
            debug : refused
              Writes the input to the standard error output.
              an expression has no output beside its value
            debug(message) : refused
              Writes a message to the standard error output.
              an expression has no output beside its value
            stderr : refused
              Writes the input to the standard error output.
              an expression has no output beside its value
            env : refused
              The variables of the environment.
              an expression sees only its input and variables; give the value as input or as a secret
            getenv($name) : refused
              A variable of the environment.
              an expression sees only its input and variables; give the value as input or as a secret
            halt : refused
              Ends the program.
              use a task's 'then: end' to end a workflow
            halt_error : refused
              Ends the program with an error.
              use 'error(message)', or a 'raise' task
            halt_error($code) : refused
              Ends the program with an error and an exit code.
              use 'error(message)', or a 'raise' task
            input_filename : refused
              The name of the file that is read.
              an expression reads no file
            input_line_number : refused
              The line of the file that is read.
              an expression reads no file
            get_search_list : refused
              Where modules are searched.
              an expression has no modules; define functions with 'def'
            modulemeta : refused
              What a module is.
              an expression has no modules; define functions with 'def'
            get_prog_origin : refused
              Where the program comes from.
              an expression sees only its input and variables
            get_jq_origin : refused
              Where jq is installed.
              an expression sees only its input and variables
            now : refused
              The current time.
              a replay would not see the same time; use '$task.startedAt' or '$workflow.startedAt'
            """;

    private OutsideFunctions() {}
}
