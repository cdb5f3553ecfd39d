package io.flowork.host.workspace;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** The version in the manifest of the jar, or "development" when the classes run outside one. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
