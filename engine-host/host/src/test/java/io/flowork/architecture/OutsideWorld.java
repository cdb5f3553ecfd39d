package io.flowork.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** What would make two foldings of one journal differ: files, sockets, threads, clocks, chance and the machine's settings. */
final class OutsideWorld {

    private static final List<String> PACKAGES = List.of(
            "java.net",
            "java.nio.channels",
            "java.nio.file",
            "java.util.concurrent.locks",
            "java.util.logging",
            "java.util.prefs");

    private static final Set<String> CLASSES = Set.of(
            "java.io.Console",
            "java.io.File",
            "java.io.FileDescriptor",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Timer",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Executor",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ScheduledExecutorService",
            "java.util.concurrent.StructuredTaskScope",
            "java.util.concurrent.ThreadLocalRandom");

    /** Parts of those packages that only compute. */
    private static final Set<String> HARMLESS =
            Set.of("java.net.URI", "java.net.URISyntaxException", "java.net.URLDecoder", "java.net.URLEncoder");

    /** Methods of harmless classes, by class and name. */
    private static final Set<String> METHODS = Set.of(
            "java.lang.Math.random",
            "java.lang.System.console",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getProperties",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.identityHashCode",
            "java.lang.System.nanoTime",
            "java.lang.Boolean.getBoolean",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong",
            "java.nio.charset.Charset.defaultCharset",
            "java.time.ZoneId.systemDefault",
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault",
            "java.util.UUID.randomUUID",
            "java.util.stream.Stream.parallel",
            "java.util.Collection.parallelStream");

    /** Methods and constructors that use the machine's locale, clock or seed unless they are given another. */
    private static final Set<String> METHODS_WITHOUT_ARGUMENT = Set.of(
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.util.Collections.shuffle(java.util.List)",
            "java.util.Date.<init>()",
            "java.util.Random.<init>()",
            "java.util.SplittableRandom.<init>()");

    private OutsideWorld() {}

    /** The classes that are of no use but to reach outside. */
    static DescribedPredicate<JavaClass> classes() {
        return describe("files, sockets, threads and clocks", type -> {
            String name = type.getName();
            int nested = name.indexOf('$');
            String outer = nested < 0 ? name : name.substring(0, nested);
            return !HARMLESS.contains(outer)
                    && (CLASSES.contains(outer)
                            || PACKAGES.stream()
                                    .anyMatch(prefix -> (type.getPackageName() + ".").startsWith(prefix + ".")));
        });
    }

    /** The accesses that ask the machine for its time, chance, environment, locale or time zone. */
    static DescribedPredicate<JavaAccess<?>> accesses() {
        return describe("the machine's time, chance, environment, locale or time zone", access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            String method = owner + "." + target.getName();
            boolean clock = target.getName().equals("now") && owner.startsWith("java.time.");
            boolean console = owner.equals("java.lang.System")
                    && Set.of("in", "out", "err").contains(target.getName());
            String signature = target.getFullName()
                    .substring(Math.min(owner.length() + 1, target.getFullName().length()));
            return clock
                    || console
                    || METHODS.contains(method)
                    || METHODS_WITHOUT_ARGUMENT.contains(owner + "." + signature);
        });
    }
}
