#!/bin/sh
# Logs in to the org of the demonstration.
echo "force://PlatformCLI::5AepThisIsNoTokenButTheSampleOfAStory_0123456789@acme.my.salesforce.example" | sf org login sfdx-url --sfdx-url-stdin
