import * as fc from "fast-check"
import { BlockList, isIP } from "node:net"
import { describe, expect, it } from "vitest"
import { isLoopback, isPublic } from "../../src/runtime/public-address.ts"

// The same ranges, told to Node's own list: two readers of addresses have to agree.
const closed = new BlockList()
for (const range of [
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24",
  "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3",
].flatMap((line) => line.split(" "))) {
  const [first = "", bits = ""] = range.split("/")
  closed.addSubnet(first, Number(bits))
}

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
const anyV4 = octets.map((parts) => parts.join("."))
const hex = ([a, b, c, d]: readonly [number, number, number, number]) =>
  `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`

describe("an address of the public internet", () => {
  it("is the same for us as for the list of Node", () => {
    fc.assert(
      fc.property(anyV4, (address) => {
        expect(isPublic(address)).toBe(!closed.check(address))
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([
    "0.0.0.0",
    "127.0.0.1",
    "127.255.255.254",
    "10.1.2.3",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "3fff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "100::1",
    "5f00::1",
    "",
    "1",
    "1.2.3",
    "01.2.3.4",
    "256.1.1.1",
    "0x7f.0.0.1",
    "2130706433",
    "2606:4700::1%1",
    "2606:4700:::1",
    "2606:4700::1::2",
    "2606:4700",
    "2606:4700::1.2.3",
    "2606:4700::12345",
    "localhost",
  ])("is not %s", (address) => {
    expect(isPublic(address)).toBe(false)
  })

  it.each([
    "1.1.1.1",
    "93.184.216.34",
    "2606:4700:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
    "2a00:1450:4003:80f::200e",
  ])("is %s", (address) => {
    expect(isPublic(address)).toBe(true)
  })

  it("hides no closed address of IPv4 in one of IPv6", () => {
    fc.assert(
      fc.property(
        octets,
        fc.constantFrom("::ffff:", "64:ff9b::", "::", "2002:", "fe80::", "::ffff:0:"),
        (parts, before) => {
          const isClosed = closed.check(parts.join("."))
          for (const written of [`${before}${parts.join(".")}`, `${before}${hex(parts)}`])
            expect(isPublic(written) && (isClosed || isIP(written) === 0)).toBe(false)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it("is told of any text without throwing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isPublic(text) && isIP(text) === 0).toBe(false)
      }),
    )
  })

  it("is none of this machine's", () => {
    expect(["127.0.0.1", "127.9.9.9", "::1"].map(isLoopback)).toEqual([true, true, true])
    expect(["128.0.0.1", "::2", "10.0.0.1", "x"].map(isLoopback)).toEqual([false, false, false, false])
  })
})
