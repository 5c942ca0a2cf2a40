/** Temporal's time-skipping test server: the SDK's download, or the same server from Maven Central. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, fromCache } from './cache.js';
import { ask, run } from './commands.js';
import { launch, type Running } from './lifeline.js';
import { untilAnswers } from './temporal.js';
import { canDownload, downloadBySdk } from './temporalDownload.js';

const version = '1.38.0';
const cacheName = `time-skipping-server-${version}`;
const program = 'temporal-test-server';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>duly</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

const missing = `Temporal's time-skipping test server was not found, and neither its download nor Java with Maven is within reach.
Connect to the internet once, or install a Java runtime and Maven.`;

async function download(folder: string): Promise<void> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  await downloadBySdk(path.join(folder, program), 'default', async (executable) => {
    const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
    await environment.teardown();
  });
}

async function fetchJars(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'lib'));
  await writeFile(path.join(folder, 'pom.xml'), pom);
  await run('mvn', [
    '-q',
    '-B',
    '-f',
    path.join(folder, 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${path.join(folder, 'lib')}`,
    '-DincludeScope=runtime',
  ]);
  const start =
    '#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n';
  await writeFile(path.join(folder, program), start);
  await chmod(path.join(folder, program), 0o755);
}

/** The program of the time-skipping server when it is in the cache. */
export function findTimeSkippingServer(): string | null {
  const cached = path.join(cacheFolder(), cacheName, program);
  return existsSync(cached) ? cached : null;
}

/** The program of the time-skipping server, fetched when need be. Throws an Error that says what to install. */
export async function obtainTimeSkippingServer(say: (line: string) => void = () => {}): Promise<string> {
  const folder = await fromCache(cacheName, async (staging) => {
    if (await canDownload()) {
      say("Downloading Temporal's time-skipping test server …");
      if (
        await download(staging).then(
          () => true,
          () => false,
        )
      )
        return;
    }
    const [java, maven] = await Promise.all([ask('java', ['-version']), ask('mvn', ['-v'])]);
    if (java === null || maven === null) throw new Error(missing);
    say("Fetching Temporal's time-skipping test server with Maven …");
    await fetchJars(staging);
  });
  return path.join(folder, program);
}

/** Starts the time-skipping server on loopback, however long it takes within a minute. It stops with `stop`, or when this process is gone. */
export async function startTimeSkippingServer(port: number, log: string): Promise<{ address: string; running: Running }> {
  const running = launch({ command: [await obtainTimeSkippingServer(), String(port)], log });
  const address = `127.0.0.1:${port}`;
  await untilAnswers(address, running, log);
  return { address, running };
}
