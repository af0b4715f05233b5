import { timeZone, type TimeZone } from "./time-zone.ts"

/** What a zone's name means here: the IANA zone, or that nobody knows it. */
export type FoundZone = { readonly zone: TimeZone } | { readonly unknown: true }

// Names as other systems store them. A line is a region and its cities; a city whose zone has another name says so after "=".
const cities = `
Africa: Cairo, Casablanca, Monrovia, Harare, Nairobi, Pretoria=Johannesburg, West Central Africa=Algiers
America: Tijuana, Chihuahua, Mazatlan, Guadalajara=Mexico_City, Mexico City, Monterrey, Bogota, Lima, Quito=Lima, Caracas, La Paz, Santiago
America: Asuncion, Montevideo, Puerto Rico, Central America=Guatemala, Saskatchewan=Regina, Newfoundland=St_Johns, Brasilia=Sao_Paulo
America: Buenos Aires=Argentina/Buenos_Aires, Georgetown=Guyana, Greenland=Nuuk, Indiana (East)=Indiana/Indianapolis
America: Alaska=Juneau, Pacific Time (US & Canada)=Los_Angeles, Mountain Time (US & Canada)=Denver, Arizona=Phoenix
America: Central Time (US & Canada)=Chicago, Eastern Time (US & Canada)=New_York, Atlantic Time (Canada)=Halifax
Asia: Almaty, Astana=Almaty, Baghdad, Baku, Bangkok, Hanoi=Bangkok, Beijing=Shanghai, Chongqing=Shanghai, Chennai=Kolkata, Kolkata
Asia: Mumbai=Kolkata, New Delhi=Kolkata, Dhaka, Hong Kong=Hong_Kong, Irkutsk, Islamabad=Karachi, Karachi, Jakarta, Jerusalem, Kabul
Asia: Kamchatka, Kathmandu, Krasnoyarsk, Kuala Lumpur, Kuwait, Magadan, Muscat, Abu Dhabi=Dubai, Novosibirsk, Osaka=Tokyo, Sapporo=Tokyo
Asia: Tokyo, Rangoon=Yangon, Riyadh, Seoul, Singapore, Srednekolymsk, Sri Jayawardenepura=Colombo, Taipei, Tashkent, Tbilisi, Tehran
Asia: Ulaanbaatar, Ulaan Bataar=Ulaanbaatar, Urumqi, Vladivostok, Yakutsk, Ekaterinburg=Yekaterinburg, Yerevan
Atlantic: Azores, Cape Verde Is.=Cape_Verde, Mid-Atlantic=South_Georgia
Australia: Adelaide, Brisbane, Canberra=Sydney, Darwin, Hobart, Melbourne, Perth, Sydney
Etc: International Date Line West=GMT+12, UTC
Europe: Amsterdam, Athens, Belgrade, Berlin, Bern=Zurich, Bratislava, Brussels, Bucharest, Budapest, Copenhagen, Dublin, Edinburgh=London
Europe: Helsinki, Istanbul, Kaliningrad, Kyiv, Kiev=Kyiv, Lisbon, Ljubljana, London, Madrid, Minsk, Moscow, St. Petersburg=Moscow, Paris
Europe: Prague, Riga, Rome, Samara, Sarajevo, Skopje, Sofia, Stockholm, Tallinn, Vienna, Vilnius, Volgograd, Warsaw, Zagreb, Zurich
Pacific: American Samoa=Pago_Pago, Auckland, Wellington=Auckland, Chatham Is.=Chatham, Fiji, Guam, Hawaii=Honolulu, Marshall Is.=Majuro
Pacific: Midway Island=Midway, New Caledonia=Noumea, Nuku'alofa=Tongatapu, Port Moresby, Samoa=Apia, Solomon Is.=Guadalcanal
Pacific: Tokelau Is.=Fakaofo`

// Windows' names, without the words "Standard Time" that all of them hold.
const windows = `
Africa: Egypt=Cairo, E. Africa=Nairobi, Morocco=Casablanca, South Africa=Johannesburg, W. Central Africa=Lagos, Namibia=Windhoek
Africa: Libya=Tripoli, Sudan=Khartoum, South Sudan=Juba, Sao Tome=Sao_Tome
America: Alaskan=Anchorage, Aleutian=Adak, Argentina=Argentina/Buenos_Aires, Atlantic=Halifax, Bahia=Bahia, Canada Central=Regina
America: Central=Chicago, Central America=Guatemala, Central Brazilian=Cuiaba, Central (Mexico)=Mexico_City, Cuba=Havana, Eastern=New_York
America: Eastern (Mexico)=Cancun, E. South America=Sao_Paulo, Greenland=Nuuk, Haiti=Port-au-Prince, Magallanes=Punta_Arenas
America: Montevideo, Mountain=Denver, Mountain (Mexico)=Mazatlan, Newfoundland=St_Johns, Pacific=Los_Angeles, Pacific (Mexico)=Tijuana
America: Pacific SA=Santiago, Paraguay=Asuncion, SA Eastern=Cayenne, SA Pacific=Bogota, SA Western=La_Paz, Saint Pierre=Miquelon
America: Tocantins=Araguaina, Turks And Caicos=Grand_Turk, US Eastern=Indiana/Indianapolis, US Mountain=Phoenix, Venezuela=Caracas
America: Yukon=Whitehorse
Asia: Afghanistan=Kabul, Arab=Riyadh, Arabian=Dubai, Arabic=Baghdad, Azerbaijan=Baku, Bangladesh=Dhaka, Caucasus=Yerevan
Asia: Central Asia=Almaty, China=Shanghai, Ekaterinburg=Yekaterinburg, Georgian=Tbilisi, India=Kolkata, Iran=Tehran, Israel=Jerusalem
Asia: Jordan=Amman, Korea=Seoul, Middle East=Beirut, Myanmar=Yangon, N. Central Asia=Novosibirsk, Nepal=Kathmandu, North Asia=Krasnoyarsk
Asia: North Asia East=Irkutsk, Pakistan=Karachi, Qyzylorda, SE Asia=Bangkok, Singapore, Sri Lanka=Colombo, Syria=Damascus, Taipei
Asia: Tokyo, Tomsk, Ulaanbaatar, Vladivostok, West Asia=Tashkent, West Bank=Hebron, Yakutsk, Magadan, Sakhalin, North Korea=Pyongyang
Atlantic: Azores, Cape Verde=Cape_Verde, Greenwich=Reykjavik
Australia: AUS Central=Darwin, AUS Eastern=Sydney, Aus Central W.=Eucla, Cen. Australia=Adelaide, E. Australia=Brisbane
Australia: Lord Howe, Tasmania=Hobart, W. Australia=Perth
Etc: Dateline=GMT+12
Europe: Belarus=Minsk, Central Europe=Budapest, Central European=Warsaw, E. Europe=Chisinau, FLE=Kyiv, GMT=London, GTB=Bucharest
Europe: Kaliningrad, Romance=Paris, Russian=Moscow, Turkey=Istanbul, W. Europe=Berlin, Saratov, Volgograd, Astrakhan
Indian: Mauritius
Pacific: Bougainville, Central Pacific=Guadalcanal, Chatham Islands=Chatham, Easter Island=Easter, Fiji, Hawaiian=Honolulu
Pacific: Line Islands=Kiritimati, Marquesas, New Zealand=Auckland, Norfolk, Samoa=Apia, Tonga=Tongatapu, West Pacific=Port_Moresby`

const mark = " standard time"

const read = (table: string): ReadonlyMap<string, string> =>
  new Map(
    table
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [region = "", names = ""] = line.split(": ")
        return names.split(", ").map((entry) => {
          const [name = "", city = name.replaceAll(" ", "_")] = entry.split("=")
          return [name.toLowerCase(), `${region}/${city}`] as const
        })
      }),
  )

// Read when they are first needed: whoever has IANA names never pays for them.
let tables: { readonly cities: ReadonlyMap<string, string>; readonly windows: ReadonlyMap<string, string> } | undefined
const readTables = () => (tables ??= { cities: read(cities), windows: read(windows) })

const aliasOf = (name: string): string | undefined =>
  name.includes(mark) ? readTables().windows.get(name.replace(mark, "")) : readTables().cities.get(name)

/**
 * The zone that a name from outside means: an IANA name, a name that Rails stores ("Quito", "Pacific Time (US & Canada)") or one
 * of Windows ("Romance Standard Time"). Small and capital letters are the same.
 *
 * @example
 * zoneOf("Quito") // { zone: "America/Lima" }
 */
export const zoneOf = (name: string): FoundZone => {
  const trimmed = name.trim()
  const direct = timeZone(trimmed)
  if (direct) return { zone: direct }
  const alias = aliasOf(trimmed.toLowerCase())
  const zone = alias === undefined ? undefined : timeZone(alias)
  return zone ? { zone } : { unknown: true }
}

/** Every name of another system that `zoneOf` reads, in small letters. */
export const zoneAliases = (): readonly string[] => {
  const withMark = [...readTables().windows.keys()].map((name) => name.replace(/( \(.*)?$/, `${mark}$1`))
  return [...readTables().cities.keys(), ...withMark]
}
