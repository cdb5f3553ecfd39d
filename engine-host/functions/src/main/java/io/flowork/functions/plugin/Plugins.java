package io.flowork.functions.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plug-ins of a folder: every jar in it is one, with a class loader of its own. Nothing is looked at before somebody
 * asks, a broken plug-in hinders no other, and none can take the place of what the engine has itself. Thread-safe.
 */
public final class Plugins {
    /** The version of the interfaces that a plug-in implements. It changes when an old plug-in could no longer work. */
    public static final int SPI = 1;

    /** What a plug-in's manifest says that version by. */
    public static final String SPI_ATTRIBUTE = "Flowork-Spi";

    /** The folder in a data folder. */
    public static final String FOLDER = "plugins";

    /** No plug-ins. */
    public static final Plugins NONE = new Plugins(null, null);

    private static final String ENDING = ".jar";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}(:[0-9A-Za-z.+-]{1,99}@default)?");

    private final @Nullable Path folder;
    private final @Nullable ClassLoader classPath;
    private final Map<Class<?>, Map<String, Provided<?>>> found = new LinkedHashMap<>();
    private @Nullable List<Plugin> plugins;
    private @Nullable String problem;

    private Plugins(@Nullable Path folder, @Nullable ClassLoader classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /**
     * The plug-ins in a folder.
     *
     * @param folder where the jars are; it need not be there
     */
    public static Plugins in(Path folder) {
        return new Plugins(folder, null);
    }

    /** What a class loader of this program finds, for programs that have an engine inside. */
    public static Plugins onClassPath(ClassLoader loader) {
        return new Plugins(null, loader);
    }

    /**
     * A service, and whose it is.
     *
     * @param service what implements the interface
     * @param loader the class loader to set for threads that use it
     * @param foreign whether it is of a jar of its own, and not a part of this program
     */
    public record Provided<S>(S service, ClassLoader loader, boolean foreign) {}

    /** All plug-ins, usable or not, by the names of their files. */
    public synchronized List<Plugin> all() {
        List<Plugin> all = plugins;
        if (all == null) {
            all = new ArrayList<>();
            if (classPath != null) {
                all.add(Plugin.onClassPath(classPath));
            }
            if (folder != null && Files.isDirectory(folder)) {
                ClassLoader shared = new SharedClasses(Plugins.class.getClassLoader());
                for (Path jar : jars(folder)) {
                    all.add(Plugin.in(jar, shared));
                }
            }
            plugins = all;
        }
        return List.copyOf(all);
    }

    private List<Path> jars(Path place) {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problem = "the folder " + place + " cannot be read: " + e.getMessage();
            System.getLogger(Plugins.class.getName()).log(System.Logger.Level.WARNING, problem);
            return List.of();
        }
    }

    /** Why the folder itself cannot be used; null if it can, or is not there. */
    public synchronized @Nullable String problem() {
        return problem;
    }

    /**
     * What implements an interface, by name. Of two with the same name the one of the first jar counts, and the other one is
     * a problem of its jar.
     *
     * @param kind the interface
     * @param what what people call such a thing, such as {@code function}
     * @param name gives the name of one
     * @param taken the names that no plug-in may use
     */
    @SuppressWarnings("unchecked") // what is kept under a class is of that class
    public synchronized <S> Map<String, Provided<S>> named(
            Class<S> kind, String what, Function<S, String> name, Collection<String> taken) {
        Map<String, Provided<S>> known = (Map<String, Provided<S>>) (Map<?, ?>) found.get(kind);
        if (known == null) {
            known = new LinkedHashMap<>();
            Map<String, Plugin> owners = new LinkedHashMap<>();
            for (Plugin plugin : all()) {
                for (S service : plugin.services(kind)) {
                    String called = named(service, name, plugin);
                    if (called == null) {
                        continue;
                    }
                    Plugin owner = owners.get(called);
                    ClassLoader loader = plugin.loader();
                    if (!NAME.matcher(called).matches()) {
                        plugin.problem(
                                "'%s' cannot be the name of a %s: letters, digits, '-', '_' and '.' can be in one"
                                        .formatted(called, what));
                    } else if (taken.contains(called)) {
                        plugin.problem("it gives a %s '%s', which Flowork has itself; the plug-in's is not used"
                                .formatted(what, called));
                    } else if (owner != null) {
                        plugin.problem("it gives a %s '%s', and so does %s, which comes first; remove one of them"
                                .formatted(what, called, owner == plugin ? "another class of it" : owner.title()));
                    } else if (loader != null) {
                        known.put(called, new Provided<>(service, loader, plugin.file() != null));
                        owners.put(called, plugin);
                        plugin.adds(what + " " + called);
                    }
                }
            }
            found.put(kind, (Map<String, Provided<?>>) (Map<?, ?>) known);
        }
        return known;
    }

    private static <S> @Nullable String named(S service, Function<S, String> name, Plugin plugin) {
        try {
            return String.valueOf(name.apply(service));
        } catch (RuntimeException | LinkageError e) {
            plugin.problem(service.getClass().getName() + " does not say what it is called: " + Plugin.reason(e));
            return null;
        }
    }
}
