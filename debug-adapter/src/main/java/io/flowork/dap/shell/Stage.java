package io.flowork.dap.shell;

import io.flowork.dap.command.Commands;
import io.flowork.dap.fork.EditedFile;
import io.flowork.dap.fork.Forker;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;

/**
 * A run that is being debugged, with all that is seen of it.
 *
 * @param open the run
 * @param session where one stands in it
 * @param sources its texts
 * @param frames its stacks
 * @param scopes its values
 * @param evaluations what people ask
 * @param commands what they type
 * @param forker what they try
 * @param file the workflow's file, as they edit it
 */
record Stage(
        Runs.Open open,
        Session session,
        Sources sources,
        Frames frames,
        Scopes scopes,
        Evaluations evaluations,
        Commands commands,
        Forker forker,
        EditedFile file) {

    /** The session has moved: what was shown is over. */
    void moved() {
        frames.moved();
        scopes.moved();
    }
}
