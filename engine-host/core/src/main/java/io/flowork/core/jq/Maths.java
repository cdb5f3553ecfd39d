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
        unary(builtins, "exp", StrictMath::exp);
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
        unary(
                builtins,
                "asinh",
                x -> StrictMath.copySign(StrictMath.log(StrictMath.abs(x) + StrictMath.sqrt(x * x + 1)), x));
        unary(builtins, "acosh", x -> StrictMath.log(x + StrictMath.sqrt(x * x - 1)));
        unary(builtins, "atanh", x -> StrictMath.log1p(2 * x / (1 - x)) / 2);
        unary(builtins, "gamma", Maths::logGamma);
        unary(builtins, "lgamma", Maths::logGamma);
        unary(builtins, "tgamma", Maths::gamma);
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
            return JsonArray.of(JsonNumber.of(logGamma(x)), JsonNumber.of(gamma(x) < 0 ? -1 : 1));
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
        double whole = StrictMath.floor(StrictMath.abs(x) + 0.5);
        return Double.isNaN(x) || StrictMath.abs(x) >= 1L << 52 ? x : StrictMath.copySign(whole, x);
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

    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private static double gamma(double x) {
        if (x == StrictMath.floor(x) && x > 0 && x < 171) {
            double product = 1;
            for (int i = 2; i < x; i++) {
                product *= i;
            }
            return product;
        }
        if (x < 0.5) {
            return Math.PI / (StrictMath.sin(Math.PI * x) * gamma(1 - x));
        }
        return StrictMath.exp(lanczos(x));
    }

    private static double logGamma(double x) {
        if (x == 1 || x == 2) {
            return 0;
        }
        if (x < 0.5) {
            return StrictMath.log(StrictMath.abs(Math.PI / StrictMath.sin(Math.PI * x))) - logGamma(1 - x);
        }
        return lanczos(x);
    }

    private static double lanczos(double x) {
        double y = x - 1;
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (y + i);
        }
        double t = y + 7.5;
        return 0.5 * StrictMath.log(2 * Math.PI) + (y + 0.5) * StrictMath.log(t) - t + StrictMath.log(sum);
    }
}
