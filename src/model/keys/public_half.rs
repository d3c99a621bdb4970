//! The public half of a private key whose file holds the secret half alone.
//!
//! Java writes such keys of elliptic curves, and all programs write those of Ed25519 and DSA so in PKCS#8. Only by the
//! public half can be told whose key it is. Curves that no library at hand computes with stay unknown.

use ed25519_dalek::SigningKey;
use num_bigint::BigUint;
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize, SecretKey};

use super::public_key::Identity;

/// Bits of the largest prime and exponent of DSA that are computed with; a file may claim any. Source: FIPS 186-4, 4.2.
const MAX_DSA_BITS: [u64; 2] = [3072, 256];

/// Of the secret number on a curve, by the curve's object identifier.
pub(super) fn of_number(curve: &str, number: &[u8]) -> Option<Identity> {
    let point = match curve {
        "1.2.840.10045.3.1.7" => point::<p256::NistP256>(number),
        "1.3.132.0.34" => point::<p384::NistP384>(number),
        "1.3.132.0.35" => point::<p521::NistP521>(number),
        "1.3.132.0.10" => point::<k256::Secp256k1>(number),
        _ => None,
    };
    point.map(|point| Identity::point(&point))
}

fn point<C>(number: &[u8]) -> Option<Vec<u8>>
where
    C: CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    let key = SecretKey::<C>::from_slice(number).ok()?;
    Some(key.public_key().to_sec1_point(false).as_bytes().to_vec())
}

/// Of the seed of an Ed25519 key (RFC 8032).
pub(super) fn of_seed(seed: &[u8]) -> Option<Identity> {
    let key = SigningKey::from_bytes(seed.try_into().ok()?);
    Some(Identity::point(key.verifying_key().as_bytes()))
}

/// Of the secret exponent of a DSA key: the generator to its power.
pub(super) fn of_exponent([prime, generator, exponent]: [&[u8]; 3]) -> Option<Identity> {
    let [prime, generator, exponent] = [prime, generator, exponent].map(BigUint::from_bytes_be);
    let [of_prime, of_exponent] = MAX_DSA_BITS;
    let is_fit = (2..=of_prime).contains(&prime.bits()) && exponent.bits() <= of_exponent && generator < prime;
    is_fit.then(|| Identity::point(&generator.modpow(&exponent, &prime).to_bytes_be()))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER_PERMISSIVE as HEX;

    use super::{of_exponent, of_number, of_seed};
    use crate::model::keys::public_key::Identity;

    fn bytes(hex: &str) -> Vec<u8> {
        HEX.decode(hex.as_bytes()).expect("hexadecimal digits")
    }

    /// RFC 8032, 7.1, test 1.
    #[test]
    fn seeds_of_ed25519() {
        let seed = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let public = bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assert_eq!(of_seed(&seed), Some(Identity::point(&public)));
        assert_eq!(of_seed(seed.get(1..).unwrap_or_default()), None);
    }

    /// RFC 6979, A.2.5.
    #[test]
    fn numbers_on_curves() {
        let number = bytes("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
        let point = "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
                     7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
        assert_eq!(of_number("1.2.840.10045.3.1.7", &number), Some(Identity::point(&bytes(point))));
        for (curve, number) in [("1.2.840.10045.3.1.7", &[0; 32][..]), ("1.2.3", &number), ("1.3.132.0.34", &[])] {
            assert_eq!(of_number(curve, number), None, "{curve}");
        }
    }

    #[test]
    fn exponents_of_dsa() {
        assert_eq!(of_exponent([&[23], &[5], &[6]]), Some(Identity::point(&[8])));
        for numbers in [[&[0][..], &[5], &[6]], [&[23], &[24], &[6]], [&[1; 385], &[5], &[6]], [&[23], &[5], &[1; 33]]]
        {
            assert_eq!(of_exponent(numbers), None, "{numbers:?}");
        }
    }
}
