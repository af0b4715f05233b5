// Loaded before our own programs: one that lost its parent ends as if it had been asked to, so that no server outlives `npm start`.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"))
process.channel?.unref()
