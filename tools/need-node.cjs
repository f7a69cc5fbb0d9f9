// Runs before anything that needs a modern Node, in syntax that every Node understands: an old one gets a sentence,
// not a stack trace.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `SpeedFog Racing needs Node 20.19 or newer; this is Node ${process.versions.node}. Install a newer one and run the command again.`,
  );
  process.exit(1);
}
