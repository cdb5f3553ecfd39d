package io.flowork.functions.plugin;

import java.util.Set;

/**
 * What a plug-in sees of the engine: the interfaces it implements and the values these speak of, and the JDK. Everything
 * else, every library of the engine included, is not there, so that a plug-in brings its own.
 */
final class SharedClasses extends ClassLoader {
    private static final Set<String> PACKAGES = Set.of(
            "io.flowork.core.error",
            "io.flowork.core.journal",
            "io.flowork.core.machine",
            "io.flowork.functions.spi",
            "io.flowork.grammar.json",
            "io.flowork.store",
            "org.jspecify.annotations");

    private final ClassLoader engine;

    SharedClasses(ClassLoader engine) {
        super("flowork-spi", ClassLoader.getPlatformClassLoader());
        this.engine = engine;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && PACKAGES.contains(name.substring(0, dot))) {
            return engine.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
