package io.flowork.functions.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a JSON Web Token (RFC 7515).
 *
 * @param algorithm how the algorithm is called in {@code alg} (RFC 7518, section 3.1; RFC 8037)
 * @param signer makes the signature
 */
record Signing(String algorithm, Signer signer) {
    /** Makes a signature. */
    interface Signer {
        /** The signature of some data. */
        byte[] sign(byte[] data) throws GeneralSecurityException;
    }

    /** By HMAC with SHA-256. */
    static Signing with(String secret) {
        return new Signing("HS256", data -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(data);
        });
    }

    /** By a private key: RSA with SHA-256, ECDSA on the curve of the key, or Ed25519. */
    static Signing with(PrivateKey key) throws FunctionException {
        if (key instanceof ECPrivateKey curve) {
            return switch (curve.getParams().getOrder().bitLength()) {
                case 256 -> new Signing("ES256", signer("SHA256withECDSAinP1363Format", key));
                case 384 -> new Signing("ES384", signer("SHA384withECDSAinP1363Format", key));
                case 521 -> new Signing("ES512", signer("SHA512withECDSAinP1363Format", key));
                default ->
                    throw Failures.configuration("The client's private key is on a curve that is not supported.");
            };
        }
        return key.getAlgorithm().equals("RSA")
                ? new Signing("RS256", signer("SHA256withRSA", key))
                : new Signing("EdDSA", signer("EdDSA", key));
    }

    private static Signer signer(String algorithm, PrivateKey key) {
        return data -> {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        };
    }

    /** The signature of some data. */
    byte[] sign(byte[] data) throws FunctionException {
        try {
            return signer.sign(data);
        } catch (GeneralSecurityException e) {
            throw Failures.configuration("The client's key cannot sign by " + algorithm + ".");
        }
    }
}
