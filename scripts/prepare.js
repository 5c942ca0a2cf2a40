// What must be true before any package is imported: the right Node, and the dependencies as the lock says.
// Plain JavaScript without imports of packages, because it is what notices that they are missing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return;
  console.error(`Duly needs Node 20.19, 22.12, 24 or later; this is Node ${process.versions.node}. See https://nodejs.org/en/download`);
  process.exit(1);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(root + file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Whether what is installed is what the lock says. Packages for other platforms are rightly absent. */
function isInstalled() {
  const locked = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!locked || !installed) return false;
  return Object.entries(locked).every(
    ([path, { version, optional, link }]) => path === '' || link || (optional && !installed[path]) || installed[path]?.version === version,
  );
}

function install() {
  console.error('Installing the dependencies (npm ci) …');
  // Standard output belongs to the command that was asked for.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error('The dependencies could not be installed. Run "npm ci" to see why.');
  process.exit(1);
}

/** Checks Node and installs the dependencies when they are missing or the lock has changed. Ends the process when it can't. */
export function prepare() {
  checkNode();
  if (!isInstalled()) install();
}
