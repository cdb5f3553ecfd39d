package io.flowork.functions;

import io.flowork.functions.a2a.A2aFunction;
import io.flowork.functions.asyncapi.AsyncApiFunction;
import io.flowork.functions.grpc.GrpcFunction;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpFunction;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.mcp.McpFunction;
import io.flowork.functions.mcp.McpLimits;
import io.flowork.functions.memory.AnswerMemory;
import io.flowork.functions.memory.BoundedFunction;
import io.flowork.functions.openapi.OpenApiFunction;
import io.flowork.functions.plugin.Plugins;
import io.flowork.functions.process.ContainerFunction;
import io.flowork.functions.process.ProcessSettings;
import io.flowork.functions.process.ScriptFunction;
import io.flowork.functions.process.ShellFunction;
import io.flowork.functions.resource.ResourceFunction;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.workflow.FunctionSignature;
import io.flowork.grammar.workflow.FunctionSignatures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The functions an engine has: its own, and those that plug-ins add.
 *
 * <p>A handler is made when it is first asked for, so that a workflow without calls loads none of them; its own
 * functions cannot be replaced. Thread-safe.
 */
public final class Functions {
    private final Map<String, Supplier<FunctionHandler>> own = new LinkedHashMap<>();
    private final Map<String, FunctionHandler> made = new LinkedHashMap<>();
    private final Map<String, FunctionSignature> added = new LinkedHashMap<>();
    private final AnswerMemory answers = AnswerMemory.ofHeap();
    private final Plugins plugins;
    private @Nullable HttpCaller http;
    private boolean pluginsLoaded;

    private final FunctionSignatures signatures = new FunctionSignatures() {
        @Override
        public @Nullable FunctionSignature find(String name) {
            return added().get(name);
        }

        @Override
        public Collection<String> names() {
            return added().keySet();
        }
    };

    private Functions(HttpSettings settings, ProcessSettings processes, Plugins plugins, @Nullable Path workspace) {
        this.plugins = plugins;
        own.put("a2a", () -> new A2aFunction(caller(settings)));
        own.put("asyncapi", () -> new AsyncApiFunction(caller(settings), settings));
        own.put("grpc", () -> new GrpcFunction(settings));
        own.put("http", () -> new HttpFunction(caller(settings)));
        own.put("mcp", () -> new McpFunction(caller(settings), McpLimits.of(processes), processes.environment()));
        own.put("openapi", () -> new OpenApiFunction(caller(settings)));
        own.put("resource", () -> new ResourceFunction(caller(settings), settings, this::has, workspace));
        own.put("run:container", () -> new ContainerFunction(processes));
        own.put("run:script", () -> new ScriptFunction(processes));
        own.put("run:shell", () -> new ShellFunction(processes));
    }

    /** The engine's own functions and those on the class path, with the default settings. */
    public static Functions load() {
        return load(HttpSettings.DEFAULT, Plugins.onClassPath(Functions.class.getClassLoader()));
    }

    /**
     * The engine's own functions and those of plug-ins.
     *
     * @param settings what the owner of the engine decides about HTTP
     * @param plugins where further functions are
     */
    public static Functions load(HttpSettings settings, Plugins plugins) {
        return load(settings, ProcessSettings.of(System.getenv()), plugins, null);
    }

    /**
     * The engine's own functions and those of plug-ins, for workflows in a workspace.
     *
     * @param settings what the owner of the engine decides about HTTP
     * @param processes what the owner of the engine decides about processes
     * @param plugins where further functions are
     * @param workspace the folder up to which the default catalog is looked for from a workflow's folder; null when it is
     *     only beside each workflow
     */
    public static Functions load(
            HttpSettings settings, ProcessSettings processes, Plugins plugins, @Nullable Path workspace) {
        return new Functions(settings, processes, plugins, workspace);
    }

    private boolean has(String name) {
        return find(name) != null;
    }

    /** The handler of a function, or null if there is no function with that name. */
    public synchronized @Nullable FunctionHandler find(String name) {
        FunctionHandler handler = made.get(name);
        if (handler != null) {
            return handler;
        }
        Supplier<FunctionHandler> maker = own.get(name);
        if (maker != null) {
            handler = new BoundedFunction(maker.get(), answers);
            made.put(name, handler);
            return handler;
        }
        if (!pluginsLoaded) {
            loadPlugins();
            return made.get(name);
        }
        return null;
    }

    /** What every function is called and what goes in and comes out, its own functions first. */
    public synchronized List<FunctionDescriptor> descriptors() {
        if (!pluginsLoaded) {
            loadPlugins();
        }
        Set<String> names = new LinkedHashSet<>(own.keySet());
        names.addAll(made.keySet());
        List<FunctionDescriptor> descriptors = new ArrayList<>();
        for (String name : names) {
            FunctionHandler handler = find(name);
            if (handler != null) {
                descriptors.add(handler.descriptor());
            }
        }
        return descriptors;
    }

    private void loadPlugins() {
        pluginsLoaded = true;
        plugins.named(
                        FunctionHandler.class,
                        "function",
                        handler -> handler.descriptor().name(),
                        own.keySet())
                .forEach((name, provided) -> {
                    FunctionHandler function = provided.foreign() ? new PluginFunction(provided) : provided.service();
                    made.put(name, function);
                    FunctionDescriptor says = function.descriptor();
                    added.put(name, new FunctionSignature(name, says.summary(), says.input(), says.output()));
                });
    }

    /** Whether a function that was found is a plug-in's. */
    public synchronized boolean isPlugin(String name) {
        return made.get(name) instanceof PluginFunction;
    }

    /** What is known of the functions that plug-ins add, for those who check workflows. */
    public FunctionSignatures signatures() {
        return signatures;
    }

    private synchronized Map<String, FunctionSignature> added() {
        if (!pluginsLoaded) {
            loadPlugins();
        }
        return added;
    }

    private HttpCaller caller(HttpSettings settings) {
        HttpCaller existing = http;
        if (existing == null) {
            existing = new HttpCaller(settings);
            http = existing;
        }
        return existing;
    }
}
