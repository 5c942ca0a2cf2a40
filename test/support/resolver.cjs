/** Our own sources import each other as `./name.js`; on disk it is `./name.ts`. */
const path = require('node:path');

module.exports = (request, options) => {
  const ours = /^\.{1,2}\/.*\.js$/.test(request) && !options.basedir.includes(`${path.sep}node_modules${path.sep}`);
  if (ours) {
    try {
      return options.defaultResolver(request.replace(/\.js$/, '.ts'), options);
    } catch {
      // A file that is JavaScript on disk.
    }
  }
  return options.defaultResolver(request, options);
};
