package io.flowork.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH measures: one engine and one program in a JVM of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JqBenchmark {
    /** The engine; JMH sets it. */
    @Param
    public JqEngine engine = JqEngine.FLOWORK;

    /** The program; JMH sets it. */
    @Param
    public JqProgram program = JqProgram.FIELD;

    private Supplier<Object> evaluation = () -> this;

    /** Compiles the program. */
    @Setup
    public void prepare() {
        evaluation = engine.evaluation(program.text(), program.input());
    }

    /** One evaluation of the compiled program. */
    @Benchmark
    public Object evaluate() {
        return evaluation.get();
    }

    /** Parsing and compiling the program. */
    @Benchmark
    public Object compile() {
        return engine.compile(program.text());
    }
}
