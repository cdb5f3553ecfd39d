package io.flowork.functions.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * One jar, or what is on the class path. Whatever is wrong with it is a problem that can be read, and what is right works
 * nevertheless. Used under the lock of its {@link Plugins}.
 */
public final class Plugin {
    /** How many broken services of one kind are looked at. */
    private static final int MOST_BROKEN = 100;

    private final String name;
    private final String version;
    private final @Nullable Path file;
    private final @Nullable ClassLoader loader;
    private final List<String> adds = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Plugin(String name, String version, @Nullable Path file, @Nullable ClassLoader loader) {
        this.name = name;
        this.version = version;
        this.file = file;
        this.loader = loader;
    }

    /** What a class loader of this program finds. */
    static Plugin onClassPath(ClassLoader loader) {
        return new Plugin("class path", "", null, loader);
    }

    /** The plug-in in a jar, usable or not. */
    static Plugin in(Path jar, ClassLoader shared) {
        String name = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
        String version = "";
        String problem;
        try {
            problem = writable(jar);
            Attributes said = manifest(jar);
            name = said(said, Attributes.Name.IMPLEMENTATION_TITLE, name);
            version = said(said, Attributes.Name.IMPLEMENTATION_VERSION, "");
            String spi = said(said, new Attributes.Name(Plugins.SPI_ATTRIBUTE), "");
            if (problem == null && !spi.equals(Integer.toString(Plugins.SPI))) {
                problem = spi.isEmpty()
                        ? "it does not say which version of the interfaces it was made for; its manifest needs '%s: %d'"
                                .formatted(Plugins.SPI_ATTRIBUTE, Plugins.SPI)
                        : "it was made for version %s of the interfaces, and this Flowork has version %d; get it for this one"
                                .formatted(spi, Plugins.SPI);
            }
        } catch (IOException e) {
            problem = "it is no jar that can be read (" + e.getMessage() + "); copy it again";
        }
        Plugin plugin = new Plugin(name, version, jar, problem == null ? loader(name, jar, shared) : null);
        if (problem != null) {
            plugin.problem(problem);
        }
        return plugin;
    }

    private static @Nullable String writable(Path jar) throws IOException {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        && Files.getPosixFilePermissions(jar).contains(PosixFilePermission.OTHERS_WRITE)
                ? "everybody on this machine can change it, so it is not loaded. Run: chmod o-w " + jar
                : null;
    }

    private static Attributes manifest(Path jar) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (SecurityException e) {
            throw new IOException("its signature is wrong", e);
        }
    }

    private static String said(Attributes attributes, Attributes.Name name, String otherwise) {
        String value = attributes.getValue(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static ClassLoader loader(String name, Path jar, ClassLoader shared) {
        try {
            return new URLClassLoader("plug-in " + name, new URL[] {jar.toUri().toURL()}, shared);
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e); // a path always has one
        }
    }

    /** The services of a kind that can be made. */
    <S> List<S> services(Class<S> kind) {
        List<S> services = new ArrayList<>();
        if (loader == null) {
            return services;
        }
        Iterator<S> iterator = ServiceLoader.load(kind, loader).iterator();
        int broken = 0;
        boolean more = true;
        while (more && broken < MOST_BROKEN) {
            try {
                more = iterator.hasNext();
                if (more) {
                    services.add(iterator.next());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                broken++;
                problem(reason(e));
            }
        }
        return services;
    }

    /** What is wrong, in words for whoever put the jar there. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case UnsupportedClassVersionError e -> "it was made for a newer Java than this one: " + e.getMessage();
            case NoClassDefFoundError e -> missing(e.getMessage());
            case ClassNotFoundException e -> missing(e.getMessage());
            case ServiceConfigurationError e -> String.valueOf(e.getMessage());
            default -> cause.getClass().getSimpleName() + ": " + cause.getMessage();
        };
    }

    private static String missing(@Nullable String type) {
        return "the class " + String.valueOf(type).replace('/', '.')
                + " is missing; a plug-in brings its libraries in its own jar, or names them by Class-Path in its manifest";
    }

    void adds(String what) {
        adds.add(what);
    }

    void problem(String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
            System.getLogger(Plugin.class.getName())
                    .log(System.Logger.Level.WARNING, "The plug-in " + title() + ": " + problem);
        }
    }

    /** Its name: {@code Implementation-Title} in its manifest, else its file's name without {@code .jar}. */
    public String name() {
        return name;
    }

    /** Its version: {@code Implementation-Version} in its manifest; empty if it does not say. */
    public String version() {
        return version;
    }

    /** Its jar; null for what is on the class path. */
    public @Nullable Path file() {
        return file;
    }

    /** What messages call it: its name and its file. */
    public String title() {
        return file == null ? name : "'" + name + "' (" + file.getFileName() + ")";
    }

    @Nullable
    ClassLoader loader() {
        return loader;
    }

    /** What it adds, such as {@code function shout}, as far as somebody has looked for it. */
    public List<String> adds() {
        return List.copyOf(adds);
    }

    /** What is wrong with it, each with what to do about it. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
