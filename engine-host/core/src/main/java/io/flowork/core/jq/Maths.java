package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The functions of C's mathematical library, with the same results on every host. */
final class Maths {
    private static final double LOG_2 = StrictMath.log(2);
    private static final int LARGEST_ORDER = 1_000;

    private Maths() {}

    static double number(JsonValue value, String name) {
        if (value instanceof JsonNumber number) {
            return number.doubleValue();
        }
        throw value instanceof JsonSecret
                ? Types.secret()
                : JqException.error(Types.describe(value) + " number required");
    }

    static void addTo(List<Native> builtins) {
        unary(builtins, "floor", StrictMath::floor);
        unary(builtins, "ceil", StrictMath::ceil);
        unary(builtins, "sqrt", StrictMath::sqrt);
        unary(builtins, "round", Maths::round);
        unary(builtins, "trunc", x -> x < 0 ? StrictMath.ceil(x) : StrictMath.floor(x));
        unary(builtins, "rint", StrictMath::rint);
        unary(builtins, "nearbyint", StrictMath::rint);
        unary(builtins, "fabs", StrictMath::abs);
        unary(builtins, "cbrt", StrictMath::cbrt);
        unary(builtins, "exp", Maths::exp);
        unary(builtins, "exp2", x -> StrictMath.pow(2, x));
        unary(builtins, "exp10", x -> StrictMath.pow(10, x));
        unary(builtins, "expm1", StrictMath::expm1);
        unary(builtins, "log", StrictMath::log);
        unary(builtins, "log2", Maths::log2);
        unary(builtins, "log10", StrictMath::log10);
        unary(builtins, "log1p", StrictMath::log1p);
        unary(builtins, "logb", x -> x == 0 ? Double.NEGATIVE_INFINITY : exponent(x));
        unary(builtins, "significand", Maths::significand);
        unary(builtins, "sin", StrictMath::sin);
        unary(builtins, "cos", StrictMath::cos);
        unary(builtins, "tan", StrictMath::tan);
        unary(builtins, "asin", StrictMath::asin);
        unary(builtins, "acos", StrictMath::acos);
        unary(builtins, "atan", StrictMath::atan);
        unary(builtins, "sinh", StrictMath::sinh);
        unary(builtins, "cosh", StrictMath::cosh);
        unary(builtins, "tanh", StrictMath::tanh);
        unary(builtins, "asinh", Maths::asinh);
        unary(builtins, "acosh", Maths::acosh);
        unary(builtins, "atanh", Maths::atanh);
        unary(builtins, "gamma", Gamma::logarithm);
        unary(builtins, "lgamma", Gamma::logarithm);
        unary(builtins, "tgamma", Gamma::gamma);
        unary(builtins, "erf", Gamma::errorFunction);
        unary(builtins, "erfc", Gamma::complement);
        unary(builtins, "j0", x -> Bessel.first(0, x));
        unary(builtins, "j1", x -> Bessel.first(1, x));
        unary(builtins, "y0", x -> Bessel.second(0, x));
        unary(builtins, "y1", x -> Bessel.second(1, x));
        binary(builtins, "jn", (n, x) -> Bessel.first(order(n, "jn"), x));
        binary(builtins, "yn", (n, x) -> Bessel.second(order(n, "yn"), x));
        binary(builtins, "pow", StrictMath::pow);
        binary(builtins, "atan2", StrictMath::atan2);
        binary(builtins, "hypot", StrictMath::hypot);
        binary(builtins, "fmin", (x, y) -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : StrictMath.min(x, y));
        binary(builtins, "fmax", (x, y) -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : StrictMath.max(x, y));
        binary(builtins, "fmod", (x, y) -> x % y);
        binary(builtins, "fdim", (x, y) -> x > y ? x - y : Double.isNaN(x) || Double.isNaN(y) ? Double.NaN : 0);
        binary(builtins, "drem", StrictMath::IEEEremainder);
        binary(builtins, "remainder", StrictMath::IEEEremainder);
        binary(builtins, "copysign", StrictMath::copySign);
        binary(builtins, "nextafter", StrictMath::nextAfter);
        binary(builtins, "nexttoward", StrictMath::nextAfter);
        binary(builtins, "ldexp", Maths::scale);
        binary(builtins, "scalb", Maths::scale);
        binary(builtins, "scalbln", Maths::scale);
        builtins.add(new Native(
                "fma",
                3,
                false,
                (meter, input, a, b, c) ->
                        JsonNumber.of(StrictMath.fma(number(a, "fma"), number(b, "fma"), number(c, "fma")))));
        builtins.add(new Native("frexp", 0, false, (meter, input, a, b, c) -> frexp(number(input, "frexp"))));
        builtins.add(new Native("modf", 0, false, (meter, input, a, b, c) -> modf(number(input, "modf"))));
        builtins.add(new Native("lgamma_r", 0, false, (meter, input, a, b, c) -> {
            double x = number(input, "lgamma_r");
            return JsonArray.of(JsonNumber.of(Gamma.logarithm(x)), JsonNumber.of(Gamma.sign(x)));
        }));
    }

    private static void unary(List<Native> builtins, String name, DoubleUnaryOperator function) {
        boolean rounds =
                List.of("floor", "ceil", "round", "trunc", "rint", "nearbyint").contains(name);
        builtins.add(new Native(
                name,
                0,
                false,
                (meter, input, a, b, c) -> rounds && input instanceof JsonInteger
                        ? input
                        : JsonNumber.of(function.applyAsDouble(number(input, name)))));
    }

    private static void binary(List<Native> builtins, String name, DoubleBinaryOperator function) {
        builtins.add(new Native(
                name,
                2,
                false,
                (meter, input, a, b, c) -> JsonNumber.of(function.applyAsDouble(number(a, name), number(b, name)))));
    }

    private static double round(double x) {
        double size = StrictMath.abs(x);
        double whole = StrictMath.floor(size);
        return StrictMath.copySign(size - whole >= 0.5 ? whole + 1 : whole, x);
    }

    private static double exp(double x) {
        return StrictMath.abs(x) < 700 ? DoubleDouble.of(x).exponential().value() : StrictMath.exp(x);
    }

    private static double asinh(double x) {
        double size = StrictMath.abs(x);
        double result = size > 1e9
                ? StrictMath.log(size) + LOG_2
                : StrictMath.log1p(size + size * size / (1 + StrictMath.sqrt(size * size + 1)));
        return StrictMath.copySign(result, x);
    }

    private static double acosh(double x) {
        double above = x - 1;
        return x > 1e9
                ? StrictMath.log(x) + LOG_2
                : StrictMath.log1p(above + StrictMath.sqrt(2 * above + above * above));
    }

    private static double atanh(double x) {
        double size = StrictMath.abs(x);
        return StrictMath.copySign(StrictMath.log1p(2 * size + 2 * size * size / (1 - size)) / 2, x);
    }

    /** The order of a Bessel function, which bounds how long it takes. */
    private static int order(double order, String name) {
        if (!(StrictMath.abs(order) <= LARGEST_ORDER)) {
            throw JqException.error(name + "/2: the order must be from -" + LARGEST_ORDER + " to " + LARGEST_ORDER);
        }
        return (int) order;
    }

    private static double log2(double x) {
        if (x > 0 && !Double.isInfinite(x)) {
            int exponent = exponent(x);
            if (StrictMath.scalb(1.0, exponent) == x) {
                return exponent;
            }
        }
        return StrictMath.log(x) / LOG_2;
    }

    private static int exponent(double x) {
        return Math.getExponent(x) < Double.MIN_EXPONENT ? Math.getExponent(x * 0x1p54) - 54 : Math.getExponent(x);
    }

    private static double significand(double x) {
        return x == 0 || Double.isNaN(x) || Double.isInfinite(x) ? x : scale(x, -exponent(x));
    }

    private static double scale(double x, double exponent) {
        double half = Math.clamp(exponent, -5000, 5000) / 2;
        int first = (int) half;
        int second = (int) (Math.clamp(exponent, -5000, 5000) - first);
        return StrictMath.scalb(StrictMath.scalb(x, first), second);
    }

    private static JsonValue frexp(double x) {
        if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return JsonArray.of(JsonNumber.of(x), JsonNumber.of(0));
        }
        int exponent = exponent(x) + 1;
        return JsonArray.of(JsonNumber.of(scale(x, -exponent)), JsonNumber.of(exponent));
    }

    private static JsonValue modf(double x) {
        double whole = x < 0 ? StrictMath.ceil(x) : StrictMath.floor(x);
        double fraction = Double.isInfinite(x) ? StrictMath.copySign(0.0, x) : x - whole;
        return JsonArray.of(JsonNumber.of(fraction), JsonNumber.of(whole));
    }
}
