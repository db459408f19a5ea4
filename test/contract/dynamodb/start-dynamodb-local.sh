#!/bin/sh
# Fetches Amazon's DynamoDB Local from Maven Central and starts it on loopback, so that the suite can be run against it:
#   sh test/contract/dynamodb/start-dynamodb-local.sh 8123 &
#   DYNAMODB_ENDPOINT=http://127.0.0.1:8123 npx vitest run --project contract test/contract/dynamodb
# Needs Java 17 and Maven. The process that this becomes is the server itself: end it by its process id.
set -eu

port="${1:-8123}"
version=2.6.1
home="${DYNAMODB_LOCAL_HOME:-${TMPDIR:-/tmp}/dynamodb-local-$version}"

if [ ! -f "$home/fetched" ]; then
  mkdir -p "$home"
  cat > "$home/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>leadloop</groupId><artifactId>dynamodb-local</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>$version</version>
    </dependency>
  </dependencies>
</project>
POM
  mvn -q -B -f "$home/pom.xml" dependency:copy-dependencies -DoutputDirectory="$home/lib" >&2
  touch "$home/fetched"
fi

# Amazon's own main class listens on every interface; this one does the same on loopback only.
cat > "$home/Loopback.java" <<'JAVA'
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import org.eclipse.jetty.server.Server;
import java.net.InetSocketAddress;

public class Loopback {
  public static void main(String[] args) throws Exception {
    var requests = new LocalDynamoDBRequestHandler(0, true, null, false, false);
    var server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
    server.setHandler(new LocalDynamoDBServerHandler(requests, null));
    server.start();
    server.join();
  }
}
JAVA

exec java -Djava.library.path="$home/lib" -cp "$home/lib/*" "$home/Loopback.java" "$port"
