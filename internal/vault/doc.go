// Package vault seals what must not be readable on a stolen disk: it encrypts
// and opens bytes, wraps the data key for accounts and for the recovery code,
// and turns words into keyed search tokens.
//
// Words: the data key is random and never leaves memory unwrapped; a slot is
// the data key wrapped under a password or the recovery code; a token is a
// truncated HMAC of a word, useless without the key.
//
// It never stores anything and never reads a clock; randomness is
// crypto/rand. Sealing is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), key
// wrapping Argon2id (RFC 9106), sub-keys HKDF-SHA256 (RFC 5869).
package vault
