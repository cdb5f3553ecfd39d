package io.flowork.host;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flowork version}. */
@Command(name = "version", description = "Print the version and the Java it runs on.")
final class VersionCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before run
    private CommandSpec spec;

    @Override
    public void run() {
        String arch = System.getProperty("os.arch");
        spec.commandLine().getOut().printf("flowork %s (Java %s, %s)%n", Version.current(), Runtime.version(), arch);
    }
}
