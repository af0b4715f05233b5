// A browser that takes messages: it makes its keys, and reads what was encrypted for them (RFC 8291), by node:crypto alone.
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto"

const info = (...parts: readonly Uint8Array[]) => Buffer.concat(parts)

const derive = (secret: Uint8Array, salt: Uint8Array, about: Uint8Array, length: number): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, salt, about, length))

/** What a browser with these keys reads in a body. */
export const decrypted = (
  { privateKey, publicKey, auth }: { readonly privateKey: Buffer; readonly publicKey: Buffer; readonly auth: Buffer },
  body: Uint8Array,
): string => {
  const record = Buffer.from(body)
  const [salt, length] = [record.subarray(0, 16), record[20] ?? 0]
  const [sender, sealed] = [record.subarray(21, 21 + length), record.subarray(21 + length)]
  const curve = createECDH("prime256v1")
  curve.setPrivateKey(privateKey)
  const shared = curve.computeSecret(sender)
  const key = derive(shared, auth, info(Buffer.from("WebPush: info\0"), publicKey, sender), 32)
  const decipher = createDecipheriv(
    "aes-128-gcm",
    derive(key, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16),
    derive(key, salt, Buffer.from("Content-Encoding: nonce\0"), 12),
  )
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return plain.subarray(0, plain.lastIndexOf(2)).toString() // a 2 ends the last record, zeros fill it
}

/** A browser at this endpoint. */
export const aBrowser = (endpoint = "https://fcm.googleapis.com/fcm/send/browser-1") => {
  const curve = createECDH("prime256v1")
  const [publicKey, auth] = [curve.generateKeys(), randomBytes(16)]
  const keys = { privateKey: curve.getPrivateKey(), publicKey, auth }
  return {
    subscription: { endpoint, keys: { p256dh: publicKey.toString("base64url"), auth: auth.toString("base64url") } },
    reads: (body: Uint8Array): unknown => JSON.parse(decrypted(keys, body)),
  }
}

/** A pair of keys of an application (VAPID). */
export const applicationKeys = () => {
  const curve = createECDH("prime256v1")
  const publicKey = curve.generateKeys("base64url")
  const secret = curve.getPrivateKey()
  return { publicKey, privateKey: Buffer.concat([Buffer.alloc(32 - secret.length), secret]).toString("base64url") }
}
