package io.flowork.host;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as {@code flowork --version} prints it. */
final class Version implements IVersionProvider {

    /** The version in the manifest of the jar, or "development" when the classes run outside one. */
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"flowork " + current()};
    }
}
