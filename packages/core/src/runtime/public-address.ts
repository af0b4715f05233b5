// Which addresses are on the public internet, by the registries of IANA:
// https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry

/** Ranges of IPv4 that are of this machine, this network, a provider's inside, or of nobody. */
const closed: readonly (readonly [first: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // what Azure tells its machines by, among public ones
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3], // multicast, reserved, broadcast
]

/** The number of an address of IPv4 in its usual form; `undefined` for every other way of writing it. */
const numberOf = (text: string): number | undefined => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1)
  if (!parts || parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith("0")))) return undefined
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

const isIn = (number: number, first: string, bits: number): boolean => {
  const size = 2 ** (32 - bits)
  return Math.floor(number / size) === Math.floor((numberOf(first) ?? 0) / size)
}

const isOpen = (number: number): boolean => !closed.some(([first, bits]) => isIn(number, first, bits))

/** The eight groups of an address of IPv6; `undefined` where it is none, or says by which door it is reached (`%eth0`). */
const groupsOf = (text: string): readonly number[] | undefined => {
  const last = text.slice(text.lastIndexOf(":") + 1)
  const embedded = last.includes(".") ? numberOf(last) : 0
  if (embedded === undefined) return undefined
  const whole = last.includes(".")
    ? `${text.slice(0, -last.length)}${(embedded >>> 16).toString(16)}:${(embedded & 65_535).toString(16)}`
    : text
  const [head = "", tail, ...others] = whole.split("::")
  const groups = (part: string) => (part === "" ? [] : part.split(":"))
  const [left, right] = [groups(head), groups(tail ?? "")]
  const missing = 8 - left.length - right.length
  if (others.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined
  const all = [...left, ...Array.from({ length: missing }, () => "0"), ...right]
  return all.every((group) => /^[\da-f]{1,4}$/i.test(group)) ? all.map((group) => parseInt(group, 16)) : undefined
}

const isOpenGroups = (groups: readonly number[]): boolean => {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0, seventh = 0, eighth = 0] = groups
  const embedded = seventh * 65_536 + eighth
  const isMapped = first + second + third + fourth + fifth === 0 && sixth === 0xffff
  const isTranslated = first === 0x64 && second === 0xff9b && third + fourth + fifth + sixth === 0 // NAT64, RFC 6052
  if (isMapped || isTranslated) return isOpen(embedded)
  // only global unicast is handed out, and of that not protocol assignments with Teredo, 6to4 and documentation
  if (first < 0x2000 || first > 0x3fff) return false
  if (first === 0x2001 && (second < 0x0200 || second === 0x0db8)) return false
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000)
}

/** Whether an address, in the form in which systems give it, is one of the public internet. What cannot be read is none. */
export const isPublic = (address: string): boolean => {
  const number = numberOf(address)
  if (number !== undefined) return isOpen(number)
  const groups = address.includes(":") ? groupsOf(address) : undefined
  return groups !== undefined && isOpenGroups(groups)
}

/** Whether an address is this very machine's, as tests use it. */
export const isLoopback = (address: string): boolean => {
  const number = numberOf(address)
  return number === undefined ? address === "::1" : isIn(number, "127.0.0.0", 8)
}
