package dev.gamelan.identity.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Signs tokens as an authorization server would. */
public record Signer(RSAKey key) {
  public static Signer named(String kid) {
    try {
      return new Signer(new RSAKeyGenerator(2048).keyID(kid).generate());
    } catch (JOSEException problem) {
      throw new IllegalStateException(problem);
    }
  }

  public String sign(JWTClaimsSet claims) {
    return sign(header(JWSAlgorithm.RS256).build(), claims);
  }

  public JWSHeader.Builder header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).type(JOSEObjectType.JWT);
  }

  public String sign(JWSHeader header, JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException problem) {
      throw new IllegalStateException(problem);
    }
  }
}
